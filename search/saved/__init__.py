"""Saved searches and what people follow, as far as the search engine is asked for them."""
