"""What cannot be read as a table."""


class Unreadable(ValueError):
    """A file that is no table that we read, and why, in plain words."""
