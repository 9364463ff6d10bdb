"""Reading a question as a person means it: concepts in any wording, numbers and years, what is not wanted. By rules."""

from search.understanding.reading import ConceptPart, Item, Part, Reading, WordPart
from search.understanding.understand import understand

__all__ = ["ConceptPart", "Item", "Part", "Reading", "WordPart", "understand"]
