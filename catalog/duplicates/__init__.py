"""Descriptions of the same thing: found, judged by people, merged, and the merge undone."""
