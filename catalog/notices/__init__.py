"""Notices: people are told what happened to descriptions that they work on, in the pages and by mail."""
