"""What the tables say in notes, and what is made up for the synthetic records only."""

from collections.abc import Mapping
from dataclasses import dataclass

from fair_metadata.namespaces import DCT, DUO, MARROW, MONDO, PROV
from fair_metadata.terms import Term

OUTCOME, KIND, SOURCE = (
    "<urn:fdc:vocab:outcomes:{}>",
    "<urn:fdc:vocab:data-kinds:{}>",
    "<urn:fdc:vocab:source-types:{}>",
)
DATASET, NETWORK = "<urn:fdc:demo:dataset:{}>", "<urn:fdc:demo:network:{}>"
STANDARD, DISTRIBUTION = "<urn:fdc:demo:standard:{}>", "<urn:fdc:demo:distribution:{}>"
SAME_DONORS = "<urn:fdc:demo:role:same-donors>"

NETWORKS = {"harmony": "HARMONY", "honeur": "HONEUR"}
MEMBERS = {"harmony-platform": "harmony", "amlsg-harmony": "harmony", "honeur": "honeur"}
# Models that have no address in a list; OMOP is stated already, and one's own model is no standard.
STANDARDS = {"PCDC dictionary v2.0": "pcdc-dictionary-2.0", "MIABIS 3.0": "miabis-3.0"}
UNSTATED = {"", "not stated", "own model"}

# From the column of notes: id → (property, value).
NOTED: Mapping[str, tuple[tuple[Term, Term], ...]] = {
    "cbio-aml_ohsu_2018": ((DCT.isReplacedBy, DATASET.format("cbio-aml_ohsu_2022")),),
    "cbio-aml_ohsu_2022": ((DCT.replaces, DATASET.format("cbio-aml_ohsu_2018")),),
    "cbio-mds_mskcc_2020": (
        (DCT.source, DATASET.format("cbio-aml_ohsu_2018")),
        (PROV.wasDerivedFrom, DATASET.format("cbio-aml_ohsu_2018")),
    ),
    "eumds": ((DCT.subject, OUTCOME.format("EQ5D")),),
    "harmony-platform": ((MARROW.lacks, KIND.format("biosample")),),
    "monash-mds": ((DCT.subject, OUTCOME.format("QLQC30")),),
}
DONORS_OF = {"cbio-laml_tcga_pan_can_atlas_2018": "cbio-laml_tcga_pub"}

# Disease specific (DS), here with research on an age category; user specific (US).
POLICIES: Mapping[str, tuple[str, ...]] = {
    "cbio-aml_target_2018_pub": ("0000007", "0000034"),
    "seer": ("0000026",),
    "syn-01": ("0000006", "0000021"),
    "syn-02": ("0000042",),
    "syn-03": ("0000007",),
    "syn-04": ("0000006", "0000018"),
    "syn-05": ("0000007", "0000034"),
    "syn-06": ("0000042", "0000021"),
    "syn-07": ("0000006",),
    "syn-08": ("0000042",),
    "syn-09": ("0000006", "0000018"),
    "syn-11": ("0000007", "0000020"),
}


@dataclass(frozen=True)
class Invented:
    """What a synthetic record says besides: days to access, median days of follow-up, patients per disease."""

    lead_days: int | None = None
    follow_up_days: int | None = None
    cohorts: tuple[tuple[Term, str], ...] = ()


_AML, _APL, _CNL = MONDO["0018874"], MONDO["0012883"], MONDO["0019451"]
INVENTED: Mapping[str, Invented] = {
    "syn-01": Invented(42, 870, ((_AML, "412"), (_APL, "38"))),
    "syn-02": Invented(84, 1140, ((_AML, "240"),)),
    "syn-03": Invented(180, 2555, ((_AML, "655"),)),
    "syn-04": Invented(28, 640, ((_AML, "88"),)),
    "syn-05": Invented(60, 1520, ((_AML, "310"),)),
    "syn-06": Invented(14, 560, ((_AML, "510"),)),
    "syn-07": Invented(35, 990, ((_AML, "930"), (_APL, "71"))),
    "syn-08": Invented(56, 1410, ((MONDO["0009693"], "1250"), (MONDO["0005235"], "140"), (MONDO["0018689"], "<10"))),
    "syn-09": Invented(90, 1825, ((MONDO["0003864"], "780"),)),
    "syn-10": Invented(None, 1095, ((MONDO["0018881"], "365"), (MONDO["0020311"], "42"))),
    "syn-11": Invented(120, None, ((MONDO["0004967"], "140"), (MONDO["0004963"], "26"))),
    "syn-12": Invented(21, None, ((_CNL, "<10"),)),
}


@dataclass(frozen=True)
class Column:
    """A variable: its name, what it is called, what it is (English, Spanish), its type, and what it measures."""

    name: str
    title: tuple[str, str]
    description: tuple[str, str]
    datatype: str
    measures: Term = ""


_OS = OUTCOME.format("OS")
COLUMNS = (
    Column("patient_id", ("Patient", "Paciente"), ("Pseudonym of the patient.", "Seudónimo del paciente."), "string"),
    Column(
        "age_at_diagnosis",
        ("Age at diagnosis", "Edad al diagnóstico"),
        ("In whole years.", "En años cumplidos."),
        "integer",
    ),
    Column(
        "flt3_itd",
        ("FLT3-ITD", "FLT3-ITD"),
        (
            "Internal tandem duplication of FLT3: positive, negative or not tested.",
            "Duplicación interna en tándem de FLT3: positiva, negativa o no analizada.",
        ),
        "string",
    ),
    Column(
        "npm1",
        ("NPM1 mutation", "Mutación de NPM1"),
        ("Positive, negative or not tested.", "Positiva, negativa o no analizada."),
        "string",
    ),
    Column(
        "mrd_status",
        ("MRD status", "Estado de la EMR"),
        (
            "Measurable residual disease after induction: positive or negative.",
            "Enfermedad medible residual tras la inducción: positiva o negativa.",
        ),
        "string",
        OUTCOME.format("mrd"),
    ),
    Column(
        "os_months",
        ("Overall survival", "Supervivencia global"),
        (
            "Months from diagnosis to death or last contact.",
            "Meses desde el diagnóstico hasta la muerte o el último contacto.",
        ),
        "decimal",
        _OS,
    ),
    Column(
        "os_status",
        ("Vital status", "Estado vital"),
        ("Alive or dead at last contact.", "Vivo o fallecido en el último contacto."),
        "string",
        _OS,
    ),
    Column(
        "treatment_line",
        ("Line of treatment", "Línea de tratamiento"),
        ("1 for the first line.", "1 para la primera línea."),
        "integer",
        KIND.format("treatment"),
    ),
)
_MYELOMA = {
    "flt3_itd": Column(
        "cytogenetic_risk",
        ("Cytogenetic risk", "Riesgo citogenético"),
        ("High or standard risk by FISH.", "Riesgo alto o estándar según FISH."),
        "string",
        KIND.format("cytogenetics"),
    ),
    "npm1": Column(
        "r_iss_stage",
        ("R-ISS stage", "Estadio R-ISS"),
        ("Stage I, II or III of the revised system.", "Estadio I, II o III del sistema revisado."),
        "integer",
    ),
}
VARIABLES: Mapping[str, tuple[Column, ...]] = {
    "syn-01": COLUMNS,
    "syn-02": COLUMNS,
    "syn-08": tuple(_MYELOMA.get(column.name, column) for column in COLUMNS),
}


@dataclass(frozen=True)
class File:
    """A form in which a synthetic dataset could be had."""

    code: str
    file_type: str
    media_type: str
    licence: str


FILES: Mapping[str, File] = {
    "syn-02": File("csv", "CSV", "text/csv", "CC_BY_4_0"),
    "syn-06": File("parquet", "PARQUET", "application/vnd.apache.parquet", "CC_BYNC_4_0"),
    "syn-08": File("csv", "CSV", "text/csv", "CC0"),
}


def duo(code: str) -> Term:
    return DUO[code]
