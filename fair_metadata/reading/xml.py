"""RDF/XML is looked over before it is parsed: no document type, hence no entities; bounded depth."""

from xml.parsers import expat

from fair_metadata.reading.refusal import Limits, Unreadable
from fair_metadata.reading.streams import Guarded


def checked(stream: Guarded, limits: Limits) -> Guarded:
    """The stream, rewound. Unreadable for a DOCTYPE (entities may be bombs or name files) and for deep nesting.

    The parser below expands entities and takes quadratic time in the depth: 100,000 levels took 126 s.
    """
    look = _Look(limits)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = look.doctype
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.text
    look.parser = parser
    try:
        while chunk := stream.fresh():
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(f"it is not well-formed XML: {expat.ErrorString(error.code)}.", error.lineno) from None
    stream.seek(0)
    return stream


class _Look:
    """What is watched while the XML goes by."""

    parser: expat.XMLParserType

    def __init__(self, limits: Limits) -> None:
        self.limits, self.depth, self.length = limits, 0, 0

    def doctype(self, *_: object) -> None:
        raise Unreadable(
            "it has a document type (<!DOCTYPE …>), whose entities are not expanded here. Take the DOCTYPE out "
            "and write the addresses in full.",
            self.parser.CurrentLineNumber,
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth, self.length = self.depth + 1, 0
        if self.depth > self.limits.depth:
            raise Unreadable(f"elements are nested more than {self.limits.depth} deep.", self.parser.CurrentLineNumber)

    def end(self, name: str) -> None:
        self.depth, self.length = self.depth - 1, 0

    def text(self, data: str) -> None:
        self.length += len(data)
        if self.length > self.limits.statement:
            raise Unreadable(
                f"one text is longer than {self.limits.statement} characters, which is the limit.",
                self.parser.CurrentLineNumber,
            )
