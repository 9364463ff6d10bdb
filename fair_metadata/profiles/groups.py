"""The groups that rows stand in, in the order of forms and pages: what each is called and what it is about."""

from dataclasses import dataclass

from fair_metadata.profile import Words


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with the question that its rows answer."""

    name: str
    label: Words
    help: Words


def _group(name: str, en: str, es: str, help_en: str, help_es: str) -> Group:
    return Group(name, {"en": en, "es": es}, {"en": help_en, "es": help_es})


GROUPS: tuple[Group, ...] = (
    _group("identity", "Identity", "Identidad", "What is it called, and where is its page?", "¿Cómo se llama y dónde está su página?"),
    _group("health", "Health data", "Datos de salud", "Whom are the data about, and what was measured?", "¿De quién tratan los datos y qué se midió?"),
    _group("content", "Content", "Contenido", "What kind of data are they, and how are they built?", "¿Qué clase de datos son y cómo están hechos?"),
    _group("coverage", "Coverage", "Cobertura", "Where and when do the data come from?", "¿De dónde y de cuándo son los datos?"),
    _group("people", "Who is responsible", "Quién responde", "Who holds the data, and whom can one ask?", "¿Quién tiene los datos y a quién se pregunta?"),
    _group("access", "Access and use", "Acceso y uso", "Who may use the data, for what, and how soon?", "¿Quién puede usar los datos, para qué y en cuánto tiempo?"),
    _group("distribution", "Distributions", "Distribuciones", "In which forms can the data be had?", "¿En qué formas pueden obtenerse los datos?"),
    _group("quality", "Quality and provenance", "Calidad y procedencia", "How did the data come about, and how good are they?", "¿Cómo surgieron los datos y qué calidad tienen?"),
    _group("versions", "Versions and dates", "Versiones y fechas", "Which version is this, and what changed?", "¿Qué versión es y qué cambió?"),
    _group("relations", "Relations", "Relaciones", "What else belongs with it?", "¿Qué más está relacionado?"),
    _group("more", "More", "Más", "What has no other place.", "Lo que no tiene otro lugar."),
)
