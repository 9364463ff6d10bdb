"""Names in German, which the lists do not have: questions come in it, pages do not."""

from collections.abc import Mapping

_MONDO = "http://purl.obolibrary.org/obo/MONDO_"
_COUNTRY = "http://publications.europa.eu/resource/authority/country/"
_DISEASES: Mapping[str, str] = {
    "0001014": "chronische Leukämie",
    "0002334": "Blutkrebs|hämatologische Neoplasien|hämatologische Neoplasie|Neoplasien des blutbildenden Systems",
    "0002571": "primäres ZNS-Lymphom|ZNS-Lymphom",
    "0004948": "chronische lymphatische Leukämie",
    "0004952": "Hodgkin-Lymphom|Morbus Hodgkin",
    "0004963": "T-lymphoblastische Leukämie",
    "0004967": "akute lymphatische Leukämie|akute lymphoblastische Leukämie",
    "0005059": "Leukämie|Leukämien",
    "0005062": "Lymphom|Lymphome",
    "0007243": "Burkitt-Lymphom",
    "0009691": "Mycosis fungoides",
    "0009692": "primäre Myelofibrose|Myelofibrose",
    "0009693": "multiples Myelom|Myelom|Plasmozytom",
    "0009891": "Polycythaemia vera|Polyzythämie",
    "0010643": "akute Leukämie",
    "0011996": "chronische myeloische Leukämie",
    "0012883": "akute Promyelozytenleukämie",
    "0017844": "Sézary-Syndrom",
    "0018310": "Langerhans-Zell-Histiozytose",
    "0018874": "akute myeloische Leukämie",
    "0018876": "Mantelzelllymphom|Mantelzell-Lymphom",
    "0018881": "myelodysplastisches Syndrom|myelodysplastische Syndrome",
    "0018905": "diffuses großzelliges B-Zell-Lymphom|diffus großzelliges B-Zell-Lymphom",
    "0018906": "follikuläres Lymphom",
    "0018908": "Non-Hodgkin-Lymphom|Non-Hodgkin-Lymphome",
    "0018935": "Haarzellleukämie|Haarzell-Leukämie",
    "0002637": "Histiozytose",
    "0020076": "myeloproliferative Neoplasie|myeloproliferative Neoplasien",
}
_OTHERS: Mapping[str, str] = {
    "urn:fdc:vocab:age-groups:paediatric": "Kinder|Kindern|Jugendliche|Jugendlichen|pädiatrisch|pädiatrische",
    "urn:fdc:vocab:age-groups:adult": "Erwachsene|Erwachsenen",
    "urn:fdc:vocab:source-types:registry": "Krebsregister|Patientenregister|Krankheitsregister",
    "urn:fdc:vocab:source-types:clinical-trial": "klinische Studie|klinische Studien|klinischen Studien",
    "urn:fdc:vocab:outcomes:OS": "Gesamtüberleben",
    "urn:fdc:vocab:outcomes:survival": "Überleben",
    "urn:fdc:vocab:outcomes:HRQoL": "Lebensqualität",
    "urn:fdc:vocab:outcomes:mrd": "minimale Resterkrankung|messbare Resterkrankung",
    "urn:fdc:vocab:outcomes:REL": "Rezidiv|Rezidive|Rückfall",
    _COUNTRY + "DEU": "Deutschland|deutsch|deutsche",
    _COUNTRY + "AUT": "Österreich|österreichisch|österreichische",
    _COUNTRY + "CHE": "Schweiz",
    _COUNTRY + "DNK": "Dänemark|dänisch|dänische",
    _COUNTRY + "ESP": "Spanien|spanisch|spanische",
    _COUNTRY + "FRA": "Frankreich",
    _COUNTRY + "NLD": "Niederlande",
}
NAMES: dict[str, tuple[str, ...]] = {_MONDO + code: tuple(names.split("|")) for code, names in _DISEASES.items()}
NAMES |= {iri: tuple(names.split("|")) for iri, names in _OTHERS.items()}
