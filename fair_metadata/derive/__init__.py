"""What is made from a profile: one file for each artefact."""
