"""Questions of the field as they are asked in SPARQL: each one runs as it stands."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fair_metadata.namespaces import PREFIXES


@dataclass(frozen=True, slots=True)
class Example:
    """A question in words, and in SPARQL without its prefixes."""

    name: str
    title: Promise
    body: str

    @property
    def query(self) -> str:
        """With the prefixes that it uses."""
        used = [f"PREFIX {name}: <{space.base}>" for name, space in PREFIXES.items() if _uses(self.body, name)]
        return "\n".join([*used, self.body])


def _uses(body: str, prefix: str) -> bool:
    return any(f"{before}{prefix}:" in body for before in " \n(|/^[{")


_AML = "mondo:0018874"
EXAMPLES: tuple[Example, ...] = (
    Example(
        "diseases",
        _("How many datasets are there about each disease?"),
        """SELECT ?disease (COUNT(DISTINCT ?dataset) AS ?datasets)
WHERE { ?dataset a dcat:Dataset ; dcat:theme ?disease . }
GROUP BY ?disease
ORDER BY DESC(?datasets) ?disease""",
    ),
    Example(
        "mrd",
        _("Who holds data on measurable residual disease?"),
        """SELECT DISTINCT ?holder ?dataset ?title
WHERE {
  ?dataset a dcat:Dataset ; dct:subject <urn:fdc:vocab:outcomes:mrd> ;
    dct:title ?title ; dct:publisher/foaf:name ?holder .
}
ORDER BY ?holder ?title""",
    ),
    Example(
        "large-aml",
        _("Which sources have at least 100 patients with acute myeloid leukaemia, with survival and MRD?"),
        f"""SELECT ?dataset ?title ?patients
WHERE {{
  ?dataset a dcat:Dataset ; dct:title ?title ; dcat:theme {_AML} ;
    dct:subject <urn:fdc:vocab:outcomes:OS>, <urn:fdc:vocab:outcomes:mrd> ;
    healthdcatap:numberOfUniqueIndividuals ?patients .
  FILTER (?patients >= 100)
}}
ORDER BY DESC(?patients)""",
    ),
    Example(
        "omop",
        _("Which datasets are mapped to the OMOP common data model?"),
        """SELECT ?dataset ?title ?patients
WHERE {
  ?dataset a dcat:Dataset ; dct:title ?title ; dct:conformsTo <https://ohdsi.github.io/CommonDataModel/> .
  OPTIONAL { ?dataset healthdcatap:numberOfUniqueIndividuals ?patients }
}
ORDER BY ?title""",
    ),
    Example(
        "access",
        _("Which datasets are open, restricted or not public, in each country?"),
        """SELECT ?country ?access (COUNT(DISTINCT ?dataset) AS ?datasets)
WHERE { ?dataset a dcat:Dataset ; dct:accessRights ?access ; dct:spatial ?country . }
GROUP BY ?country ?access
ORDER BY ?country ?access""",
    ),
    Example(
        "variables",
        _("Which datasets have a variable for FLT3-ITD, and what is it called there?"),
        """SELECT ?dataset ?variable ?label
WHERE {
  ?dataset healthdcatap:hasVariables/csvw:table/csvw:column ?column .
  ?column csvw:name ?variable .
  OPTIONAL { ?column csvw:title ?label FILTER (LANG(?label) = "en") }
  FILTER (CONTAINS(LCASE(STR(?variable)), "flt3"))
}
ORDER BY ?dataset ?variable""",
    ),
    Example(
        "period",
        _("Which datasets cover the years after 2015?"),
        """SELECT ?dataset ?title ?start ?end
WHERE {
  ?dataset a dcat:Dataset ; dct:title ?title ; dct:temporal [ dcat:startDate ?start ; dcat:endDate ?end ] .
  FILTER (xsd:integer(SUBSTR(STR(?end), 1, 4)) > 2015)
}
ORDER BY DESC(?end) ?title""",
    ),
    Example(
        "lead-time",
        _("How long does it take to be given access?"),
        """SELECT ?dataset ?title ?time
WHERE { ?dataset a dcat:Dataset ; dct:title ?title ; marrow:leadTime ?time . }
ORDER BY ?time ?title""",
    ),
    Example(
        "no-licence",
        _("Which datasets state no licence?"),
        """SELECT ?dataset ?title
WHERE {
  ?dataset a dcat:Dataset ; dct:title ?title .
  FILTER NOT EXISTS { ?dataset dct:license|dcat:distribution/dct:license ?licence }
}
ORDER BY ?title""",
    ),
    Example(
        "catalogue",
        _("All that is said of the datasets on myeloma, as triples"),
        """CONSTRUCT { ?dataset ?property ?value }
WHERE { ?dataset a dcat:Dataset ; dcat:theme mondo:0009693 ; ?property ?value . }""",
    ),
)


def by_name(name: str) -> Example | None:
    return next((example for example in EXAMPLES if example.name == name), None)
