"""What curators come back to: their home, what a source says otherwise, and what has to be confirmed each year."""
