"""The FAIR Data Point: the catalogue as LDP containers that are read, written and indexed by its clients.

The contract is the behaviour of the reference implementation (FDP specification 1.2); what differs, and why, is in
`docs/decisions/0016-a-fair-data-point-beside-the-pages.md`.
"""
