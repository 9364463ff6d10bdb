"""Descriptions as triples that can be asked with SPARQL: a projection, like the index."""
