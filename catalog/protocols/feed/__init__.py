"""What a harvester takes the whole catalogue with: the DCAT feed, dumps, change feeds, and the ways to find them.

All of it is the public catalogue, the same for everybody who asks, with a token or without.
"""
