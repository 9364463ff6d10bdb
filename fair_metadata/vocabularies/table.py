"""Reading a vocabulary's table: comment lines that say what it is, then one tab-separated row a concept."""

from pathlib import Path

from fair_metadata.vocabularies.concept import Concept, Vocabulary


def read_table(path: Path) -> Vocabulary:
    """The vocabulary of one file; an operator's own has the same form. ValueError when the head lacks a line."""
    header: dict[str, str] = {}
    concepts: dict[str, Concept] = {}
    groups: dict[str, tuple[str, ...]] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("# "):
            break
        key, _, value = line[2:].partition(": ")
        header[key] = value
    missing = {"scheme", "title", "source", "licence", "credit"} - header.keys()
    if missing:
        raise ValueError(f"{path.name} begins without “# {'”, “# '.join(sorted(missing))}”. Say where it is from.")
    base = header.get("base") or header["scheme"] + header.get("separator", "/")
    for line in lines[len(header) + 1 :]:
        concept = _concept(line, base)
        if concept.broader and concept.broader[0].startswith("+"):
            groups[concept.iri] = tuple(member[1:] for member in concept.broader)
        else:
            concepts[concept.iri] = concept
    named = {name: header[name] for name in ("scheme", "title", "source", "licence", "credit")}
    return Vocabulary(path.stem, **named, concepts=concepts, groups=groups)


def _concept(line: str, base: str) -> Concept:
    code, iri, en, es, synonyms_en, synonyms_es, codes, broader = line.split("\t")
    return Concept(
        iri=iri or base + code,
        notation=code,
        labels={language: label for language, label in (("en", en), ("es", es)) if label},
        synonyms={"en": _list(synonyms_en), "es": _list(synonyms_es)},
        codes=_list(codes),
        broader=_list(broader),
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
