"""A verdict as a SHACL validation report (SHACL, section 3.6): every rule that is broken, one result each."""

from collections.abc import Callable, Iterable, Mapping

from fair_metadata.formats import Description, json_ld, rdf
from fair_metadata.namespaces import DCT, RDF, SH, XSD
from fair_metadata.profile import OneOf, Reaches, Severity
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, literal
from fair_metadata.validation.findings import Broken, sentence
from fair_metadata.validation.judging import Verdict
from fair_metadata.validation.standards import STANDARDS

MOST = 10_000  # results that are written
_REPORT = "_:report"
_SEVERITIES = {Severity.VIOLATION: SH.Violation, Severity.WARNING: SH.Warning, Severity.INFO: SH.Info}
_OF_VALUES = {"NodeKind", "Datatype", "Class", "Node", "In", "Pattern"}  # components whose results name the value


def triples(verdict: Verdict) -> list[Triple]:
    """The report. Blank nodes of the document have the names that the verdict gives them."""
    return _Writing(verdict).said


class _Writing:
    def __init__(self, verdict: Verdict) -> None:
        self.count = 0
        conforms = literal("true" if verdict.conforms else "false", datatype=XSD.boolean[1:-1])
        self.said: list[Triple] = [(_REPORT, RDF.type, SH.ValidationReport), (_REPORT, SH.conforms, conforms)]
        self.said += [
            (_REPORT, DCT.description, literal(words, language=tag)) for tag, words in _about(verdict).items()
        ]
        for each in verdict.broken[:MOST]:
            self.said.append((_REPORT, SH.result, self.result(each)))

    def result(self, broken: Broken) -> Term:
        me = self._fresh()
        component = SH[f"{broken.component}ConstraintComponent"]
        self.said += [
            (me, RDF.type, SH.ValidationResult),
            (me, SH.focusNode, broken.node),
            (me, SH.resultSeverity, _SEVERITIES[broken.severity]),
            (me, SH.sourceConstraintComponent, component),
            *((me, SH.resultMessage, literal(words, language=tag)) for tag, words in sentence(broken).items()),
        ]
        if broken.component == "Or":  # asked of the node itself, which has no path
            self.said.append((me, SH.value, broken.node))
        else:
            self.said += [(me, SH.resultPath, path) for path in self._paths(broken)]
        if broken.value is not None and broken.component in _OF_VALUES:
            self.said.append((me, SH.value, broken.value))
        self.said += [(me, SH.detail, self.result(inner)) for inner in broken.within]
        return me

    def _paths(self, broken: Broken) -> list[Term]:
        if isinstance(broken.rule, OneOf):
            return [self._either(broken.rule.paths)]
        if isinstance(broken.rule, Reaches):
            return [self._either([self._way(way) for way in broken.rule.ways])]
        return [broken.path]

    def _either(self, paths: Iterable[Term]) -> Term:
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

    def _fresh(self) -> Term:
        self.count += 1
        return f"_:r{self.count}"


def _about(verdict: Verdict) -> Mapping[str, str]:
    title, n = STANDARDS[verdict.standard].title, verdict.looked_at
    more = len(verdict.broken) - MOST
    left = {"en": f" {more} more results are not written.", "es": f" No se escriben otros {more} resultados."}
    said = {"en": f"{title['en']}: {n} nodes looked at.", "es": f"{title['es']}: {n} nodos examinados."}
    return {tag: words + (left[tag] if more > 0 else "") for tag, words in said.items()}


def turtle(verdict: Verdict) -> bytes:
    return rdf.turtle(Description(Record(_REPORT, tuple(sorted(set(triples(verdict)))))))


def jsonld(verdict: Verdict) -> bytes:
    return b"".join(json_ld.flat(sorted(set(triples(verdict)))))


WRITERS: Mapping[str, Callable[[Verdict], bytes]] = {"text/turtle": turtle, "application/ld+json": jsonld}
