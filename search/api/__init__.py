"""REST: what asks the search engine."""
