"""What people write that the sources do not list: list → code → (in English, in Spanish). `build` adds it."""

from collections.abc import Mapping

Words = tuple[str, str]  # what people write, "|" between: in English, in Spanish

# Adjectives, and the short names of countries that are called more than one thing.
_COUNTRIES: Mapping[str, Words] = {
    "ALB": ("Albanian", "albanés|albanesa"),
    "AND": ("Andorran", "andorrano|andorrana"),
    "ARE": ("UAE|Emirati", "EAU|emiratí"),
    "ARG": ("Argentinian|Argentine", "argentino"),
    "ARM": ("Armenian", "armenio|armenia"),
    "AUS": ("Australian", "australiano|australiana"),
    "AUT": ("Austrian", "austriaco|austriaca|austríaco|austríaca"),
    "AZE": ("Azerbaijani", "azerbaiyano"),
    "BEL": ("Belgian", "belga"),
    "BGR": ("Bulgarian", "búlgaro|búlgara"),
    "BIH": ("Bosnia|Bosnian|Bosnia and Herzegovina", "Bosnia|bosnio|bosnia"),
    "BLR": ("Belarusian", "bielorruso|bielorrusa"),
    "BRA": ("Brazilian", "brasileño|brasileña"),
    "CAN": ("Canadian|North America|North American", "canadiense"),
    "CHE": ("Swiss", "suizo"),
    "CHL": ("Chilean", "chileno|chilena"),
    "CHN": ("Chinese|PRC", "chino"),
    "COL": ("Colombian", "colombiano|colombiana"),
    "CUB": ("Cuban", "cubano|cubana"),
    "CYP": ("Cypriot", "chipriota"),
    "CZE": ("Czech|Czech Republic", "checo|checa|República Checa"),
    "DEU": ("German", "alemán|alemana"),
    "DNK": ("Danish|Nordic|Scandinavia|Scandinavian", "danés|danesa|nórdico|nórdica|Escandinavia|escandinavo|escandinava"),
    "EGY": ("Egyptian", "egipcio|egipcia"),
    "ESP": ("Spanish", "español|española"),
    "EST": ("Estonian", "estonio"),
    "FIN": ("Finnish|Nordic", "finlandés|finlandesa|finés"),
    "FRA": ("French", "francés|francesa"),
    "FRO": ("Faroese", "feroés"),
    "GBR": (
        "UK|U.K.|British|Great Britain|Britain|England|English|Scotland|Scottish|Wales|Welsh|Northern Ireland",
        "británico|británica|Gran Bretaña|Inglaterra|inglés|inglesa|Escocia|escocés|escocesa|Gales|galés|galesa|"
        "Irlanda del Norte",
    ),
    "GEO": ("Georgian", "georgiano|georgiana"),
    "GRC": ("Greek|Hellenic", "griego|griega"),
    "GRL": ("Greenlandic", "groenlandés"),
    "HRV": ("Croatian", "croata"),
    "HUN": ("Hungarian", "húngaro|húngara"),
    "IDN": ("Indonesian", "indonesio"),
    "IND": ("Indian", "indio"),
    "IRL": ("Irish|Republic of Ireland|Eire", "irlandés|irlandesa"),
    "IRN": ("Iranian", "iraní"),
    "ISL": ("Icelandic|Nordic", "islandés|islandesa"),
    "ISR": ("Israeli", "israelí"),
    "ITA": ("Italian", "italiano|italiana"),
    "JPN": ("Japanese", "japonés|japonesa"),
    "KAZ": ("Kazakh", "kazajo|kazaja"),
    "KOR": ("Korea|Korean|South Korean|Republic of Korea", "Corea|coreano|coreana|surcoreano|surcoreana"),
    "LIE": ("Liechtensteiner", "liechtensteiniano"),
    "LTU": ("Lithuanian", "lituano|lituana"),
    "LUX": ("Luxembourgish|Luxembourger", "luxemburgués|luxemburguesa"),
    "LVA": ("Latvian", "letón|letona"),
    "MAR": ("Moroccan", "marroquí"),
    "MCO": ("Monegasque", "monegasco"),
    "MDA": ("Moldovan", "moldavo|moldava"),
    "MEX": ("Mexican", "mexicano|mexicana|Méjico"),
    "MKD": ("Macedonia|Macedonian", "Macedonia|macedonio"),
    "MLT": ("Maltese", "maltés|maltesa"),
    "MNE": ("Montenegrin", "montenegrino"),
    "NGA": ("Nigerian", "nigeriano"),
    "NLD": ("Dutch|Holland|The Netherlands", "neerlandés|neerlandesa|holandés|holandesa|Holanda"),
    "NOR": ("Norwegian|Nordic|Scandinavia|Scandinavian", "noruego|nórdico|nórdica|Escandinavia|escandinavo|escandinava"),
    "NZL": ("New Zealander", "neozelandés|neozelandesa"),
    "PAK": ("Pakistani", "pakistaní"),
    "PER": ("Peruvian", "peruano|peruana"),
    "POL": ("Polish", "polaco|polaca"),
    "PRT": ("Portuguese", "portugués|portuguesa"),
    "ROU": ("Romanian", "rumano|rumana"),
    "RUS": ("Russian|Russian Federation", "ruso|rusa|Federación Rusa"),
    "SAU": ("Saudi|Saudi Arabian", "saudí"),
    "SGP": ("Singaporean", "singapurense"),
    "SMR": ("Sammarinese", "sanmarinense"),
    "SRB": ("Serbian", "serbio"),
    "SVK": ("Slovak|Slovakian|Slovak Republic", "eslovaco|eslovaca"),
    "SVN": ("Slovene|Slovenian", "esloveno|eslovena"),
    "SWE": ("Swedish|Nordic|Scandinavia|Scandinavian", "sueco|nórdico|nórdica|Escandinavia|escandinavo|escandinava"),
    "THA": ("Thai", "tailandés|tailandesa"),
    "TUN": ("Tunisian", "tunecino|tunecina"),
    "TUR": ("Turkey|Turkish", "turco|turca"),
    "TWN": ("Taiwanese", "taiwanés|taiwanesa"),
    "UKR": ("Ukrainian", "ucraniano|ucraniana"),
    "USA": (
        "U.S.|U.S.A.|American|United States of America|North America|North American",
        "EE. UU.|EE.UU.|EEUU|EUA|Estados Unidos de América|estadounidense|norteamericano|norteamericana",
    ),
    "VAT": ("Holy See|Vatican", "Santa Sede|Vaticano"),
    "VNM": ("Viet Nam|Vietnamese", "vietnamita"),
    "XKX": ("Kosovo|Kosovar|Kosovan", "Kosovo|kosovar"),
    "ZAF": ("South African", "sudafricano|sudafricana"),
}
_OUTCOMES: Mapping[str, Words] = {
    "AE": ("adverse event|side effects|adverse effects|adverse reactions", "efectos adversos|efectos secundarios"),
    "CIR": ("relapse incidence", "IAR"),
    "CR": ("remission|remissions|complete remission rate|complete responses", "RC|remisión|respuesta completa"),
    "CRi": ("", "RCi"),
    "DOR": ("response duration", ""),
    "ECOG": ("ECOG PS", "ECOG"),
    "ED": ("early mortality", "mortalidad precoz|muerte temprana"),
    "EFS": ("event free survival", "SLE"),
    "ENG": ("engraftments|transplant outcomes|transplantation outcomes", "injerto|prendimiento|trasplante|trasplantes|trasplante de médula"),
    "GVHD": ("graft versus host|graft-vs-host disease|aGVHD|cGVHD", "EICR|EICH|enfermedad injerto contra huésped"),
    "HI": ("hematologic improvement", ""),
    "HRQoL": ("health related QoL", "calidad de vida|CVRS|CdV"),
    "MRDneg": ("MRD negative|negative MRD|MRD negative remission", "EMR negativa|ERM negativa"),
    "ORR": ("objective response rate|response rate", "tasa de respuesta|tasa de respuesta global"),
    "OS": ("survival time|mortality", "SG|sobrevida global|mortalidad"),
    "PD": ("disease progression", "progresión"),
    "PFS": ("progression free survival", "SLP|sobrevida libre de progresión"),
    "PR": ("", "RP|remisión parcial"),
    "REL": ("relapses|relapsed|recurrences", "recidiva|recidivas|recaídas"),
    "RFS": ("relapse free survival|disease free survival", "SLR|supervivencia libre de enfermedad|sobrevida libre de recaída"),
    "SMN": ("second cancer|second cancers|secondary neoplasm", "segundo cáncer|segundo tumor"),
    "TRM": ("transplant-related mortality|treatment related mortality", "MRT|mortalidad sin recaída"),
    "TTNT": ("time to next therapy", ""),
    "function": ("functional status|PS", "estado general|capacidad funcional"),
    "mrd": (
        "MRD|minimal residual disease|minimum residual disease|residual disease|MRD status|MRD data",
        "EMR|ERM|EMRD|enfermedad mínima residual|enfermedad residual mínima|enfermedad residual medible|"
        "enfermedad residual",
    ),
    "pro": (
        "PRO|PROs|PROM|PROMs|patient reported outcome|patient reported outcomes",
        "resultados comunicados por el paciente|resultados percibidos por los pacientes",
    ),
    "response": ("responses|treatment response|response to treatment|response to therapy", "respuesta al tratamiento"),
    # What harm is called in general, so that who asks for it finds what states any kind of it.
    "safety": (
        "toxicity|toxicities|adverse event data|adverse events|adverse event|side effects|adverse effects|adverse reactions|safety data",
        "toxicidad|toxicidades|acontecimientos adversos|eventos adversos|efectos adversos|efectos secundarios",
    ),
    "survival": ("survival|survival outcomes|survival data|time to event", "supervivencia|sobrevida|datos de supervivencia"),
}
_DISEASES: Mapping[str, Words] = {
    "MONDO:0000432": ("LPL", ""),
    "MONDO:0001014": ("chronic leukaemias|chronic leukemias", ""),
    "MONDO:0002334": (
        "blood cancers|blood malignancy|haematological malignancy|haematological malignancies|hematological malignancy|"
        "hematological malignancies|hematologic malignancies|hematologic neoplasms|haematological neoplasm|"
        "haematological neoplasms|haematological cancer|haematological cancers|hematological cancer|"
        "hematological cancers|hematologic cancers|haematologic malignancy|haematopoietic neoplasm|"
        "haematopoietic neoplasms|HM",
        "cáncer hematológico|cánceres hematológicos|cáncer de la sangre|cáncer de sangre|neoplasias hematológicas|"
        "neoplasia maligna hematológica|hemopatía maligna|hemopatías malignas|enfermedades oncohematológicas",
    ),
    "MONDO:0002571": ("PCNSL|primary CNS lymphomas", "LPSNC|linfoma cerebral primario"),
    "MONDO:0003864": ("CLL/SLL", ""),
    "MONDO:0004612": ("malignant histiocytoses", ""),
    "MONDO:0004947": ("B-ALL|BCP-ALL|B-cell ALL|B-lineage ALL", "LLA-B|LLA B"),
    "MONDO:0004948": ("CLL|SLL", "LLC|leucemia linfática crónica"),
    "MONDO:0004952": ("HL|Hodgkin|Hodgkin's|Hodgkins|Hodgkin's disease|Hodgkin lymphomas|cHL", "LH|Hodgkin|enfermedad de Hodgkin"),
    "MONDO:0004959": ("plasma cell disorder|plasma cell dyscrasia", "discrasia de células plasmáticas"),
    "MONDO:0004963": ("T-ALL|T-cell ALL|T-lineage ALL", "LLA-T|LLA T"),
    "MONDO:0004964": ("PTCL|PTCL-NOS", ""),
    "MONDO:0004967": ("ALL|acute lymphoid leukemia|acute lymphatic leukemia|acute lymphoblastic leukaemias", "LLA|leucemia linfática aguda|leucemia linfoide aguda"),
    "MONDO:0004977": ("AITL", ""),
    "MONDO:0005029": ("ET|essential thrombocytosis", "trombocitosis esencial"),
    "MONDO:0005059": ("leukaemias|leukemias|leukemic", "leucemias"),
    "MONDO:0005062": ("lymphomas", "linfomas"),
    "MONDO:0005170": ("myeloid neoplasms|myeloid malignancy|myeloid malignancies", "neoplasias mieloides"),
    "MONDO:0005235": ("SMM|smouldering myeloma|smoldering myeloma|smouldering multiple myeloma|smoldering multiple myeloma", "mieloma múltiple quiescente|mieloma indolente"),
    "MONDO:0006311": ("MDS/MPN|MDS/MPN overlap", "SMD/NMP"),
    "MONDO:0007243": ("Burkitt|Burkitt's lymphoma|BL", "Burkitt|LB"),
    "MONDO:0009691": ("MYCF", "micosis fungoide"),
    "MONDO:0009692": ("PMF|MF|primary myelofibroses", "MFP|mielofibrosis primaria"),
    "MONDO:0009693": ("MM|myelomas", "MM|mieloma|mielomas"),
    "MONDO:0009891": ("PV|polycythaemia vera|polycythemia rubra vera", "PV|policitemia vera"),
    "MONDO:0010643": ("acute leukaemias|acute leukemias", "leucemias agudas"),
    "MONDO:0011908": ("JMML", "LMMJ|leucemia mielomonocítica juvenil"),
    "MONDO:0011996": ("CML|Ph+ CML", "LMC|leucemia mielógena crónica"),
    "MONDO:0012883": ("APL|APML|AML M3", "LPA|leucemia promielocítica aguda"),
    "MONDO:0015758": ("CTCL|cutaneous T-cell lymphoma|cutaneous T-cell lymphomas", "LCCT|linfoma cutáneo de células T"),
    "MONDO:0016586": ("SM", ""),
    "MONDO:0017604": ("MZL", "LZM|linfoma de la zona marginal"),
    "MONDO:0017844": ("Sézary", "Sézary"),
    "MONDO:0018310": ("LCH", "histiocitosis de células de Langerhans"),
    "MONDO:0018689": ("PCL", "LCP"),
    "MONDO:0018874": ("AML|acute myelocytic leukemia|acute myeloid leukaemias|acute non-lymphocytic leukemia|ANLL", "LMA|leucemia mieloblástica aguda|leucemia mielógena aguda"),
    "MONDO:0018876": ("MCL|mantle cell", "LCM|linfoma del manto"),
    "MONDO:0018881": ("MDS|myelodysplasia|myelodysplasias|myelodysplastic neoplasm|myelodysplastic neoplasms", "SMD|mielodisplasia|mielodisplasias|síndromes mielodisplásicos"),
    "MONDO:0018905": ("DLBCL|DLBC|large B-cell lymphoma", "LDCBG|LBDCG|LDCGB|linfoma B difuso de células grandes"),
    "MONDO:0018906": ("FL|follicular lymphomas", "LF"),
    "MONDO:0018908": ("NHL|non-Hodgkin|non Hodgkin's lymphoma|non-Hodgkin lymphomas", "LNH|linfomas no Hodgkin"),
    "MONDO:0018935": ("HCL", "tricoleucemia|leucemia de células peludas"),
    "MONDO:0019451": ("CNL", "LNC"),
    "MONDO:0019471": ("ATL|ATLL", ""),
    "MONDO:0020076": ("MPN|MPNs|MPD|myeloproliferative neoplasms|myeloproliferative disorder|myeloproliferative disorders", "NMP|SMP|neoplasias mieloproliferativas|síndrome mieloproliferativo"),
    "MONDO:0020311": ("CMML", "LMMC|leucemia mielomonocítica crónica"),
    "MONDO:0020323": ("PMBCL|PMBL", ""),
    "MONDO:0020325": ("ALCL", "LACG"),
    "MONDO:0020743": ("MPAL", "LAFM"),
    "MONDO:0100280": ("WM|Waldenström|Waldenström's|Waldenström's disease|Waldenström macroglobulinaemia", "MW|Waldenström|macroglobulinemia de Waldenström"),
}

SYNONYMS: Mapping[str, Mapping[str, Words]] = {
    "access-right": {
        "PUBLIC": ("open|open access|open data|freely available|unrestricted|public access", "abierto|abiertos|acceso abierto|datos abiertos|libre|públicos"),
        "RESTRICTED": ("controlled|controlled access|registered access|restricted access|managed access", "controlado|acceso controlado|acceso restringido|restringidos"),
        "NON_PUBLIC": ("on request|upon request|by request|access on request|available on request|closed|private|non-public|not open", "bajo petición|a petición|bajo solicitud|previa solicitud|cerrado|privado"),
        "CONFIDENTIAL": ("secret", "confidenciales"),
        "SENSITIVE": ("sensitive data", "datos sensibles"),
    },
    "continent": {
        "AFRICA": ("African", "africano|africana"),
        "AMERICA": ("Americas|the Americas", "americano|americana"),
        "ANTARCTICA": ("Antarctic", "antártico"),
        "ASIA": ("Asian", "asiático|asiática"),
        "EUROPE": ("European|EU|European Union|pan-European|E.U.", "europeo|europea|europeos|europeas|UE|Unión Europea|paneuropeo"),
        "OCEANIA": ("Oceanian|Australasia", "oceánico"),
    },
    "coding-system": {
        "SNOMED-CT": ("SNOMED|SNOMED CT|SCT", ""),
        "OHDSI-VOCAB": ("OHDSI vocabularies|OHDSI standardized vocabularies|OMOP vocabulary|Athena", "vocabularios OHDSI"),
        "RXNORM": ("RxNorm", ""),
        "ORPHACODE": ("ORPHAcodes|Orphanet|ORPHA", ""),
        "ICD-O-3": ("ICDO3|ICD-O|ICDO", "CIE-O-3|CIE-O"),
        "ICD-10": ("ICD10|ICD 10", "CIE-10|CIE10"),
        "ICD-11": ("ICD11|ICD 11", "CIE-11|CIE11"),
        "ATC": ("Anatomical Therapeutic Chemical", "Anatómica, Terapéutica, Química"),
    },
    "country": _COUNTRIES,
    "dataset-type": {
        "SYNTHETIC_DATA": ("synthetic|synthetic data|simulated data|artificial data", "sintético|sintéticos|datos simulados"),
        "TEST_DATA": ("test dataset|example data", "datos de ejemplo"),
    },
    "duo": {
        "DUO:0000004": ("no restrictions|no use restrictions", "sin restricción"),
        "DUO:0000007": ("disease-specific use|disease specific use", "investigación de una enfermedad"),
        "DUO:0000018": ("not-for-profit use only|not for profit use only|not for profit only|not for profit use|not for profit|not-for-profit|non-profit|nonprofit|non-profit use|non-profit use only|non-commercial use only|non-commercial use|no commercial use|no commercial|noncommercial use|non-commercial only|noncommercial|non-commercial|non-commercial research", "uso no comercial|no comercial|fines no comerciales|sin ánimo de lucro|sin fines de lucro|uso sin ánimo de lucro"),
        "DUO:0000019": ("publication of results required", ""),
        "DUO:0000020": ("collaboration is required", "colaboración requerida"),
        "DUO:0000021": ("ethics approval|ethical approval|ethics committee approval|IRB approval|institutional review board approval|research ethics approval", "aprobación ética|aprobación del comité de ética|comité de ética"),
        "DUO:0000022": ("geographic restriction|geographical restrictions", ""),
        "DUO:0000024": ("embargo|moratorium", "embargo"),
        "DUO:0000026": ("user-specific restriction|user specific restrictions", ""),
        "DUO:0000042": ("general research", "investigación general"),
    },
    "file-type": {
        "CSV": ("comma-separated values|comma separated", "valores separados por comas"),
        "TSV": ("tab-separated values|tab separated", "valores separados por tabuladores"),
        "XLSX": ("Excel|MS Excel|Microsoft Excel|spreadsheet|xlsx file", "hoja de cálculo"),
        "XLS": ("Excel|Excel 97", ""),
        "PARQUET": ("Apache Parquet", ""),
        "TXT": ("text|plain text|text file", "texto|texto plano"),
        "PDF": ("Acrobat", ""),
        "RDF_TURTLE": ("Turtle|ttl", ""),
        "RDF_XML": ("RDF/XML", ""),
        "RDF_N_TRIPLES": ("N-Triples|nt", ""),
        "RDF_N_QUADS": ("N-Quads|nq", ""),
        "RDF_TRIG": ("TriG", ""),
        "JSON_LD": ("JSON-LD|jsonld", ""),
        "GZIP": ("gz", ""),
        "TAR_GZ": ("tgz|tar.gz", ""),
        "MDB": ("Access|MS Access|Microsoft Access", ""),
        "SQL": ("SQL dump|database dump", "volcado SQL"),
        "DOCX": ("Word|MS Word", ""),
        "TIFF": ("tif", ""),
        "JPEG": ("jpg", ""),
        "HTML": ("web page", "página web"),
        "REST": ("API|REST API|web service", "servicio web"),
        "YAML": ("yml", ""),
        "ARROW_FILE": ("Arrow|Feather|Apache Arrow", ""),
        "MARKDOWN": ("md", ""),
    },
    "language": {
        "SPA": ("Castilian", "castellano"),
        "CAT": ("", "valenciano"),
        "ELL": ("Modern Greek", ""),
        "NLD": ("Flemish", "holandés|flamenco"),
        "EUS": ("", "vasco|euskera"),
        "RON": ("Moldavian", ""),
    },
    "licence": {
        "CC_BY_4_0": ("Creative Commons|CC-BY|CC BY|CC-BY-4.0|CCBY|Creative Commons Attribution|Attribution 4.0|Creative Commons BY", "Creative Commons Atribución|Reconocimiento 4.0"),
        "CC_BYSA_4_0": ("CC BY-SA|CC-BY-SA|CC-BY-SA-4.0|Attribution-ShareAlike", "Reconocimiento-CompartirIgual"),
        "CC_BYNC_4_0": ("CC BY-NC|CC-BY-NC|CC-BY-NC-4.0|Attribution-NonCommercial", "Reconocimiento-NoComercial"),
        "CC_BYND_4_0": ("CC BY-ND|CC-BY-ND|CC-BY-ND-4.0|Attribution-NoDerivatives", "Reconocimiento-SinObraDerivada"),
        "CC_BYNCSA_4_0": ("CC BY-NC-SA|CC-BY-NC-SA-4.0", ""),
        "CC_BYNCND_4_0": ("CC BY-NC-ND|CC-BY-NC-ND-4.0", ""),
        "CC0": ("CC0|CC 0|CC Zero|CC0-1.0|CC0 1.0|public domain|Creative Commons Zero", "CC0 1.0|dominio público"),
        "ODC_PDDL": ("PDDL|PDDL-1.0|Public Domain Dedication and License", ""),
        "ODC_BY": ("ODC-BY|ODC-By-1.0", ""),
        "ODC_BL": ("ODbL|ODbL-1.0|ODC-ODbL|Open Database License|Open Database Licence|Open Data Commons Open Database License", "Licencia de base de datos abierta"),
        "EUPL_1_2": ("EUPL|EUPL-1.2|European Union Public Licence", ""),
        "MIT": ("MIT License|MIT licence", "licencia MIT"),
        "APACHE_2_0": ("Apache|Apache-2.0|Apache License|Apache License 2.0", "licencia Apache"),
    },
    "mondo": _DISEASES,
    "outcomes": _OUTCOMES,
    "standard": {
        "FHIR": ("HL7 FHIR|HL7|Fast Healthcare Interoperability Resources", ""),
        "OMOP-CDM": ("OMOP|OMOP common data model|OHDSI|OHDSI common data model|common data model|CDM|OMOP CDM v5|OMOP CDM 5.3|OMOP CDM 5.4|OMOP 5.4|OMOP 5.3|OMOP CDM v5.3|OMOP CDM v5.4|OMOP v5|OMOP v5.3|OMOP v5.4|OMOP format|OMOPed", "modelo común de datos|modelo de datos común|modelo común de datos OMOP"),
        "openEHR": ("open EHR", ""),
        "DICOM": ("Digital Imaging and Communications in Medicine", ""),
        "CDISC": ("SDTM|CDISC SDTM|ADaM|CDISC ADaM", ""),
    },
}

# Synonyms of the sources that mislead: names of another concept, and a machine's translation of “ALL”.
MISLEADING: Mapping[str, Mapping[str, frozenset[str]]] = {
    "mondo": {
        "MONDO:0004967": frozenset({"TODOS"}),
        "MONDO:0018906": frozenset({"BCL2 Apoptosis regulator"}),
        "MONDO:0004948": frozenset({"lymphoplasmacytic leukaemia", "lymphoplasmacytic leukemia", "Leucemia linfoplasmocítica"}),
    },
    "outcomes": {
        "MRDneg": frozenset({"minimal residual disease"}),
        "AE": frozenset({"safety", "toxicity"}),
    },
}

# Broader diseases of MONDO's rare-disease subset that mislead a search: not so, and so instead.
_MATURE_B, _LYMPHOID, _CHRONIC, _ACUTE, _MYELOID = "MONDO:0004949", "MONDO:0005402", "MONDO:0001014", "MONDO:0010643", "MONDO:0005170"
_ALL, _NHL, _MPN = "MONDO:0004967", "MONDO:0018908", "MONDO:0020076"
BROADER: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "MONDO:0001023": ((_ALL,), (_LYMPHOID,)),  # prolymphocytic leukaemia
    "MONDO:0000432": ((), ("MONDO:0017594",)),  # lymphoplasmacytic lymphoma
    "MONDO:0004095": (("MONDO:0005062",), ("MONDO:0005157",)),  # B-cell neoplasms are not all lymphomas
    "MONDO:0004947": (("MONDO:0015759",), ()),  # B-ALL is no mature lymphoma
    "MONDO:0004948": ((_ALL,), (_LYMPHOID,)),  # CLL
    "MONDO:0004643": ((_MPN,), (_MYELOID,)),  # myeloid leukaemia: AML is no myeloproliferative neoplasm
    "MONDO:0004967": ((_NHL,), ()),
    "MONDO:0009693": ((_MYELOID,), ()),  # myeloma is of plasma cells
    "MONDO:0011996": ((), (_MPN,)),  # CML is one
    "MONDO:0018689": ((_ALL, "MONDO:0015759"), ()),  # plasma cell leukaemia
    "MONDO:0018881": ((), (_MYELOID,)),  # MDS
    "MONDO:0018935": (("MONDO:0004948",), (_MATURE_B, _CHRONIC)),  # hairy cell leukaemia
    "MONDO:0019460": (("MONDO:0018874",), (_ACUTE,)),  # ambiguous lineage
    "MONDO:0019468": (("MONDO:0004963",), ()),  # T-cell prolymphocytic leukaemia
    "MONDO:0020076": ((), (_MYELOID,)),
    "MONDO:0020077": ((), (_MYELOID,)),  # MDS/MPN
    "MONDO:0020511": (("MONDO:0017595",), ()),  # precursor B-ALL
    "MONDO:0850426": ((), (_NHL,)),  # high-grade B-cell lymphoma
    "MONDO:0968974": ((), (_NHL,)),  # large B-cell lymphoma
}
