"""The SPARQL endpoint: a protocol, a queue with fair shares, and processes that may be killed."""
