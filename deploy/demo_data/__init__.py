"""The demo's descriptions, and how they are made."""
