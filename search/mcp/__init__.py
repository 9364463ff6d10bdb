"""The Model Context Protocol: a language model's program asks the catalogue, and gets what its user may see."""
