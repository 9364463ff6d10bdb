"""The namespaces of the field. IRIs are not spelled out anywhere else: `DCT.title` is the term of dct:title."""

from functools import lru_cache

from fair_metadata.terms import Term


class Namespace:
    """Terms of one namespace, by attribute (`DCAT.theme`) or by name (`DCT["format"]`)."""

    def __init__(self, base: str) -> None:
        self.base = base

    def __getattr__(self, name: str) -> Term:
        if name.startswith("__"):
            raise AttributeError(name)
        term = f"<{self.base}{name}>"
        setattr(self, name, term)  # found without this function from now on
        return term

    def __getitem__(self, name: str) -> Term:
        return f"<{self.base}{name}>"

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and term.startswith("<" + self.base)


ADMS = Namespace("http://www.w3.org/ns/adms#")
AS = Namespace("https://www.w3.org/ns/activitystreams#")
CSVW = Namespace("http://www.w3.org/ns/csvw#")
CV = Namespace("http://data.europa.eu/m8g/")
DATACITE = Namespace("http://purl.org/spar/datacite/")
DASH = Namespace("http://datashapes.org/dash#")
DC = Namespace("http://purl.org/dc/elements/1.1/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCT = Namespace("http://purl.org/dc/terms/")
DOC = Namespace("http://www.w3.org/2000/10/swap/pim/doc#")
DPV = Namespace("https://w3id.org/dpv#")
DPV_PD = Namespace("https://w3id.org/dpv/dpv-pd#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
DUO = Namespace("http://purl.obolibrary.org/obo/DUO_")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
FDP = Namespace("https://w3id.org/fdp/fdp-o#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
GEODCATAP = Namespace("http://data.europa.eu/930/")
HEALTHDCATAP = Namespace("http://healthdataportal.eu/ns/health#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
LDES = Namespace("https://w3id.org/ldes#")
LDP = Namespace("http://www.w3.org/ns/ldp#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
MARROW = Namespace("urn:fdc:vocab:marrow:")
MONDO = Namespace("http://purl.obolibrary.org/obo/MONDO_")
OA = Namespace("http://www.w3.org/ns/oa#")
ODRL = Namespace("http://www.w3.org/ns/odrl/2/")
ORG = Namespace("http://www.w3.org/ns/org#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROF = Namespace("http://www.w3.org/ns/dx/prof/")
PROV = Namespace("http://www.w3.org/ns/prov#")
R3D = Namespace("http://www.re3data.org/schema/3-0#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("https://schema.org/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
TIME = Namespace("http://www.w3.org/2006/time#")
TREE = Namespace("https://w3id.org/tree#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
VOID = Namespace("http://rdfs.org/ns/void#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES: dict[str, Namespace] = {
    "adms": ADMS,
    "as": AS,
    "csvw": CSVW,
    "cv": CV,
    "dash": DASH,
    "datacite": DATACITE,
    "dc": DC,
    "dcat": DCAT,
    "dcatap": DCATAP,
    "dct": DCT,
    "doc": DOC,
    "dpv": DPV,
    "dpv-pd": DPV_PD,
    "dqv": DQV,
    "duo": DUO,
    "eli": ELI,
    "fdp": FDP,
    "foaf": FOAF,
    "geodcatap": GEODCATAP,
    "healthdcatap": HEALTHDCATAP,
    "hydra": HYDRA,
    "ldes": LDES,
    "ldp": LDP,
    "locn": LOCN,
    "marrow": MARROW,
    "mondo": MONDO,
    "oa": OA,
    "odrl": ODRL,
    "org": ORG,
    "owl": OWL,
    "prof": PROF,
    "prov": PROV,
    "r3d": R3D,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "spdx": SPDX,
    "time": TIME,
    "tree": TREE,
    "vcard": VCARD,
    "void": VOID,
    "xsd": XSD,
}


def prefixes() -> dict[str, str]:
    """Prefix to namespace IRI, as serialisers ask for it."""
    return {prefix: namespace.base for prefix, namespace in PREFIXES.items()}


# The longest base first: DPV's kinds of personal data live below DPV.
_LONGEST_FIRST = sorted(((prefix, "<" + ns.base) for prefix, ns in PREFIXES.items()), key=lambda item: -len(item[1]))


@lru_cache(maxsize=10_000)
def short(term: Term) -> str:
    """`dct:title` for a term of a known namespace, the bare IRI otherwise."""
    for prefix, base in _LONGEST_FIRST:
        if term.startswith(base):
            return f"{prefix}:{term[len(base) : -1]}"
    return term[1:-1] if term.startswith("<") else term
