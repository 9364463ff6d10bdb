"""Holding others' documents to a standard: a page and an address of the API that keep nothing of what they are sent."""
