"""Reading a question as a person means it: concepts in any wording, numbers and years, what is not wanted. By rules."""

from search.understanding.reading import ConceptPart, Item, NamePart, Part, Reading, WordPart
from search.understanding.understand import as_filters, as_part, understand

__all__ = ["ConceptPart", "Item", "NamePart", "Part", "Reading", "WordPart", "as_filters", "as_part", "understand"]
