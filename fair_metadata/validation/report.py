"""Broken rules as a SHACL validation report (SHACL, section 3.6): one result each, whoever asks for it."""

from collections.abc import Iterable, Mapping

from fair_metadata.namespaces import RDF, SH, XSD
from fair_metadata.profile import OneOf, Reaches, Severity
from fair_metadata.terms import Term, Triple, iri, literal
from fair_metadata.validation.findings import Broken, sentence

REPORT: Term = "_:report"  # the node to which others may add what the report is about
_SEVERITIES: Mapping[Severity, Term] = {
    Severity.VIOLATION: SH.Violation,
    Severity.WARNING: SH.Warning,
    Severity.INFO: SH.Info,
}
_OF_VALUES = {"NodeKind", "Datatype", "Class", "Node", "In", "Pattern"}  # components whose results name the value


def triples(broken: Iterable[Broken]) -> list[Triple]:
    """The report; it conforms when nothing is broken (section 3.6.1.1). Blank nodes keep the names that they have."""
    return _Writing(broken).said


class _Writing:
    def __init__(self, broken: Iterable[Broken]) -> None:
        self.count = 0
        self.said: list[Triple] = []
        results = [(REPORT, SH.result, self.result(each)) for each in broken]
        conforms = literal(str(not results).lower(), datatype=iri(XSD.boolean))
        self.said += [(REPORT, RDF.type, SH.ValidationReport), (REPORT, SH.conforms, conforms), *results]

    def result(self, broken: Broken) -> Term:
        me = self._fresh("result")
        self.said += [
            (me, RDF.type, SH.ValidationResult),
            (me, SH.focusNode, broken.node),
            (me, SH.resultSeverity, _SEVERITIES[broken.severity]),
            (me, SH.sourceConstraintComponent, SH[f"{broken.component}ConstraintComponent"]),
            *((me, SH.resultMessage, literal(words, language=tag)) for tag, words in sentence(broken).items()),
        ]
        if broken.component == "Or":  # asked of the node itself, which has no path
            self.said.append((me, SH.value, broken.node))
        else:
            self.said.append((me, SH.resultPath, self._path(broken)))
        if broken.value is not None and broken.component in _OF_VALUES:
            self.said.append((me, SH.value, broken.value))
        self.said += [(me, SH.detail, self.result(inner)) for inner in broken.within]
        return me

    def _path(self, broken: Broken) -> Term:
        if isinstance(broken.rule, OneOf):
            return self._either(broken.rule.paths)
        if isinstance(broken.rule, Reaches):
            return self._either([self._way(way) for way in broken.rule.ways])
        return broken.path

    def _either(self, paths: Iterable[Term]) -> Term:
        """One of several is enough (section 2.3.1.3)."""
        path = self._fresh()
        self.said.append((path, SH.alternativePath, self._list(paths)))
        return path

    def _way(self, way: tuple[str, ...]) -> Term:
        if way[0] != "^":
            return self._list(way)
        back = self._fresh()
        self.said.append((back, SH.inversePath, way[1]))
        return back

    def _list(self, members: Iterable[Term]) -> Term:
        head: Term = RDF.nil
        for member in reversed(list(members)):
            link = self._fresh()
            self.said += [(link, RDF.first, member), (link, RDF.rest, head)]
            head = link
        return head

    def _fresh(self, what: str = "way") -> Term:
        self.count += 1
        return f"_:{what}{self.count}"
