"""Keeps descriptions of resources and shows one at a time."""
