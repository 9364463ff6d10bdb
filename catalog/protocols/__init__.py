"""Doors for harvesters, one folder each; every one of them asks `policy` what may be seen."""
"""Doors for harvesters: each true to its standard, each asking the policy who may see what."""
