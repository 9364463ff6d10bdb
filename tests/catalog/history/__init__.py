"""History: versions, differences, blame, going back."""
