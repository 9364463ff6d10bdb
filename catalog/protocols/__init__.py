"""Doors for harvesters, one folder each; every one of them asks `policy` what may be seen."""
