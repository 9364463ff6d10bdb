"""Every version of a description: who may read it, what changed in it, since when it says what; and going back."""
