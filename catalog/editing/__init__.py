"""Where people write: drafts, the forms over them, and review."""
