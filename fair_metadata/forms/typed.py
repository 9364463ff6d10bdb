"""What people type → what they mean: dates of any precision, numbers with thousands, yes and no, bare addresses."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fair_metadata.counts import bounds
from fair_metadata.forms.concepts import matches
from fair_metadata.forms.widgets import Widget, lists_of, widget_of
from fair_metadata.namespaces import VCARD, XSD
from fair_metadata.profile import Form, Property, Severity, Words
from fair_metadata.terms import Term, iri, literal, named
from fair_metadata.validation.findings import Broken, sentence
from fair_metadata.vocabularies import concept, official


@dataclass(frozen=True, slots=True)
class Mend:
    """A value that one click would put there, and what to call it."""

    text: str
    label: Words


@dataclass(frozen=True, slots=True)
class Heard:
    """The term that is meant; when that is not clear, why not, and what may be meant."""

    term: Term | None = None
    because: Words | None = None
    mends: tuple[Mend, ...] = ()


def heard(words: str, row: Property, *, tag: str = "") -> Heard:
    """What a text means in a row; `tag` is its language. Nothing is guessed: what is unclear is asked."""
    if _NOT_TO_WRITE.search(words):
        return Heard(
            None,
            _words(
                "There is a character in it that cannot be written. Type it anew.",
                "Contiene un carácter que no se puede escribir. Tecléelo de nuevo.",
            ),
        )
    words = words.strip() if widget_of(row) not in (Widget.TEXT, Widget.PROSE) else words
    return _READERS[widget_of(row)](words, row, tag)


# Characters that XML 1.0 (section 2.2) cannot hold: no description has them, whatever way it comes in.
_NOT_TO_WRITE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


def _unclear(words: str, row: Property, mends: Iterable[Mend] = (), component: str = "Datatype") -> Heard:
    broken = Broken("", row.path, component, Severity.VIOLATION, row, literal(words))
    return Heard(None, sentence(broken), tuple(mends))


def _text(words: str, row: Property, tag: str) -> Heard:
    if row.datatypes:
        return Heard(literal(words, datatype=iri(row.datatypes[0])))
    if tag:
        try:
            return Heard(literal(words, language=tag))
        except ValueError:
            return Heard(
                None,
                _words(
                    f"“{tag}” is no language. Write its tag, as en or es.",
                    f"“{tag}” no es un idioma. Escriba su etiqueta, como en o es.",
                ),
            )
    return Heard(literal(words))


def _number(words: str, row: Property, tag: str) -> Heard:
    datatype = iri(row.datatypes[0])
    if row.datatypes[0] == XSD.decimal:
        plain = words.replace(" ", "").replace(",", ".")
        if re.fullmatch(r"[+-]?\d+(\.\d+)?", plain):
            return Heard(literal(plain, datatype=datatype))
        return _unclear(words, row)
    said = bounds(words)
    if said is not None and said.is_exact and re.fullmatch(r"[\d\s.,'’\u202f\u00a0]+", words):
        return Heard(literal(str(said.low), datatype=datatype))
    meant = [said.low] if said is not None and (said.is_exact or said.high is None) else []
    return _unclear(words, row, (_as_it_is(str(number)) for number in meant))


_BOOLEANS: Mapping[str, str] = {
    **dict.fromkeys(("yes", "y", "true", "1", "sí", "si", "s", "verdadero"), "true"),
    **dict.fromkeys(("no", "n", "false", "0", "falso"), "false"),
}


def _boolean(words: str, row: Property, tag: str) -> Heard:
    found = _BOOLEANS.get(words.casefold())
    return Heard(literal(found, datatype=iri(XSD.boolean))) if found else _unclear(words, row)


_MONTHS: Mapping[str, int] = {
    name: place // 2 % 12 + 1
    for place, name in enumerate(
        [
            "january",
            "enero",
            "february",
            "febrero",
            "march",
            "marzo",
            "april",
            "abril",
            "may",
            "mayo",
            "june",
            "junio",
            "july",
            "julio",
            "august",
            "agosto",
            "september",
            "septiembre",
            "october",
            "octubre",
            "november",
            "noviembre",
            "december",
            "diciembre",
        ]
    )
}
_ISO = (
    (re.compile(r"-?\d{4}"), XSD.gYear),
    (re.compile(r"-?\d{4}-(?:0[1-9]|1[0-2])"), XSD.gYearMonth),
    (re.compile(r"-?\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?"), XSD.date),
    (re.compile(r"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"), XSD.dateTime),
)
_BETWEEN = re.compile(r"[\s/.,\-]+(?:de\s+)?|(?<=\d)(?:st|nd|rd|th)\b[\s,]*")


def _date(words: str, row: Property, tag: str) -> Heard:
    """A date as precise as it is written. Which of two small numbers is the month is asked."""
    found = [words] if _of_row(words, row) else list(dict.fromkeys(_dates(words)))
    if len(found) == 1 and (datatype := _of_row(found[0], row)):
        return Heard(literal(found[0], datatype=iri(datatype)))
    if XSD.date not in row.datatypes and XSD.dateTime in row.datatypes:
        found = [f"{day}T00:00:00Z" for day in found if len(day) == len("2024-05-31")]
    return _unclear(words, row, map(_as_it_is, found))


def _of_row(words: str, row: Property) -> Term:
    """The datatype of the row that is written so; "" for none."""
    found = next((datatype for form, datatype in _ISO if form.fullmatch(words) and datatype in row.datatypes), "")
    return found if found and _is_there(words) else ""


def _is_there(words: str) -> bool:
    """No 30th of February."""
    day = words.lstrip("-")[:10]
    return len(day) < 10 or bool(list(_day(*day.split("-"))))


def _dates(words: str) -> Iterator[str]:
    """What may be meant, in the form of ISO 8601."""
    parts = [part for part in _BETWEEN.split(words.casefold()) if part]
    named_months = [part for part in parts if _month(part)]
    numbers = [part for part in parts if part.isdigit()]
    if len(numbers) + len(named_months) != len(parts) or len(named_months) > 1:
        return
    years = [part for part in numbers if len(part) == 4]
    small = [part for part in numbers if len(part) < 3]
    if len(years) != 1 or len(years) + len(small) != len(numbers):
        return
    year = years[0]
    if named_months:
        month = str(_month(named_months[0]))
        yield from (
            _day(year, month, small[0]) if len(small) == 1 else ([f"{year}-{int(month):02}"] if not small else [])
        )
    elif len(small) == 1 and 1 <= int(small[0]) <= 12:
        yield f"{year}-{int(small[0]):02}"
    elif len(small) == 2:
        if numbers[0] != year:  # what begins with the year goes on with the month
            yield from _day(year, small[1], small[0])
        yield from _day(year, small[0], small[1])


def _month(word: str) -> int:
    """The number of a month by its name or the first three letters or more of it; 0 for no month."""
    return next((n for name, n in _MONTHS.items() if len(word) > 2 and name.startswith(word.rstrip("."))), 0)


def _day(year: str, month: str, day: str) -> Iterator[str]:
    try:
        yield date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return


_DURATION = re.compile(r"P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?")
_UNITS: tuple[tuple[str, Callable[[int], str]], ...] = (
    (r"years?|yrs?|años?", lambda n: f"P{n}Y"),
    (r"months?|mes(?:es)?", lambda n: f"P{n}M"),
    (r"weeks?|wks?|semanas?", lambda n: f"P{7 * n}D"),
    (r"days?|d[ií]as?", lambda n: f"P{n}D"),
    (r"hours?|horas?", lambda n: f"PT{n}H"),
)


def _duration(words: str, row: Property, tag: str) -> Heard:
    """`P42D`, or “6 weeks”. XSD has no weeks: seven days each."""
    folded = words.casefold()
    for unit, write in _UNITS:
        if match := re.fullmatch(rf"(\d{{1,4}})\s*(?:{unit})", folded):
            return Heard(literal(write(int(match.group(1))), datatype=iri(XSD.duration)))
    if _DURATION.fullmatch(words.upper()) and "W" not in words.upper():
        return Heard(literal(words.upper(), datatype=iri(XSD.duration)))
    numbers = re.findall(r"\d{1,4}", folded)
    meant = next((write for unit, write in _UNITS if re.search(rf"\b(?:{unit})\b", folded)), None)
    return _unclear(words, row, (_as_it_is(meant(int(n))) for n in numbers) if meant else ())


_MAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\".]+")


def _email(words: str, row: Property, tag: str) -> Heard:
    bare = re.sub(r"(?i)^mailto:", "", words).strip("<> ")
    if not _MAIL.fullmatch(bare):
        if row.path == VCARD.hasEmail and re.match(r"https?://\S+$", words):
            return Heard(
                None,
                _words(
                    "An e-mail is due here. An address of a page goes to “Contact page”.",
                    "Aquí va un correo. La dirección de una página va en «Página de contacto».",
                ),
            )
        return Heard(
            None,
            _words(
                f"“{words}” is no e-mail address. Write it as data@example.org.",
                f"“{words}” no es un correo. Escríbalo como datos@example.org.",
            ),
        )
    if row.form is Form.LITERAL:
        return Heard(literal(bare))
    return _iri(f"mailto:{bare}", words)


def _phone(words: str, row: Property, tag: str) -> Heard:
    if sum(letter.isdigit() for letter in words) < 3:
        return Heard(
            None,
            _words(
                f"“{words}” is no telephone number. Write it with the country's code, as +34 900 000 000.",
                f"“{words}” no es un teléfono. Escríbalo con prefijo, como +34 900 000 000.",
            ),
        )
    return Heard(literal(words))


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?!\d+(?:/|$))\S+")
_DOI = re.compile(r"(?i)(?:doi:\s*|doi\.org/|dx\.doi\.org/)?(10\.\d{4,9}/\S+)")
_PMID = re.compile(r"(?i)pm(?:id|\s?id):?\s*(\d{1,9})")
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?#]\S*)?")


def _address(words: str, row: Property, tag: str) -> Heard:
    """An IRI; of a bare DOI, PubMed number or host the address that it stands for."""
    if match := _DOI.fullmatch(words):
        return _iri(f"https://doi.org/{match.group(1)}", words)
    if match := _PMID.fullmatch(words):
        return _iri(f"https://pubmed.ncbi.nlm.nih.gov/{match.group(1)}/", words)
    if _SCHEME.fullmatch(words):
        return _iri(words, words)
    if _MAIL.fullmatch(words):
        return _iri(f"mailto:{words}", words)
    if _HOST.fullmatch(words):
        return _iri(f"https://{words}", words)
    return _no_address(words)


def _iri(address: str, words: str) -> Heard:
    try:
        return Heard(named(address))
    except ValueError:
        return _no_address(words)


def _no_address(words: str) -> Heard:
    return Heard(
        None,
        _words(
            f"“{words}” is not an address. Write it in full, as https://…",
            f"“{words}” no es una dirección. Escríbala entera, como https://…",
        ),
    )


def _concept(words: str, row: Property, tag: str) -> Heard:
    """The entry of one of the row's lists that is called or coded so; an address is taken as it is."""
    if _SCHEME.fullmatch(words) and ("//" in words or concept(words)):
        return _iri(official(words), words)
    exact, near = matches(words, lists_of(row))
    if len(exact) == 1:
        return Heard(named(exact[0].iri))
    mends = [Mend(c.iri, {"en": c.label("en"), "es": c.label("es")}) for c in (exact or near)]
    if exact:
        many = _words(
            f"“{words}” is the name of several entries. Which is meant?",
            f"Varias entradas se llaman “{words}”. ¿Cuál es?",
        )
        return Heard(None, many, tuple(mends))
    return _unclear(words, row, mends, "Node")


def _any(words: str, row: Property, tag: str) -> Heard:
    return _iri(words, words) if _SCHEME.fullmatch(words) and "//" in words else Heard(literal(words))


def _as_it_is(words: str) -> Mend:
    return Mend(words, _words(words, words))


def _words(en: str, es: str) -> Words:
    return {"en": en, "es": es}


_READERS: Mapping[Widget, Callable[[str, Property, str], Heard]] = {
    Widget.TEXT: _text,
    Widget.PROSE: _text,
    Widget.NUMBER: _number,
    Widget.BOOLEAN: _boolean,
    Widget.DATE: _date,
    Widget.DURATION: _duration,
    Widget.EMAIL: _email,
    Widget.PHONE: _phone,
    Widget.ADDRESS: _address,
    Widget.CONCEPT: _concept,
    Widget.CHOICE: _concept,
    Widget.LINK: _address,
    Widget.ANY: _any,
}
