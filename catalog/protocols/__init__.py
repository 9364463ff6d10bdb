"""Doors for harvesters: each true to its standard, each asking the policy who may see what."""
