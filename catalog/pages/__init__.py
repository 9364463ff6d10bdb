"""Pages about one resource, and the few that are not about any."""
