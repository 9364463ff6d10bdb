"""Words of a question and of a text, the same for every engine: folded, split, cut to their stems."""

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from fair_metadata.vocabularies import folded

MOST_WORDS = 16  # words of a question that are looked up
ANALYZER: TextAnalyzer = (
    TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60)).filter(Filter.stemmer("english")).build()
)


def words(text: str) -> list[str]:
    """The folded words of a question, as many as are looked up."""
    return "".join(c if c.isalnum() else " " for c in folded(text)).split()[:MOST_WORDS]


def stems(text: str) -> frozenset[str]:
    """What words of a description are compared with to be marked."""
    return frozenset(stem for word in words(text) for stem in ANALYZER.analyze(word))
