"""Saved searches and what people follow: kept, told by digest, and read through private feeds."""
