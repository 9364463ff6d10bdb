"""Imported by the process that others are forked from, and by nobody else: all that judging needs is loaded then."""

from catalog.validating.working import warm

warm()
