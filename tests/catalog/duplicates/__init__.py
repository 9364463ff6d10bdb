"""Duplicates: found, judged, merged, and the merge undone."""
