"""Answers across all resources: projections that can be thrown away and rebuilt."""
