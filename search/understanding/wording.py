"""The parts of which rules are made: words that say the same, in English, Spanish, German, French and Italian."""

import re
from collections.abc import Mapping

from fair_metadata.vocabularies import folded
from search.fields import FACETS, RANGES
from search.understanding.numbers import NUMBER, SMALL_NUMBER, YEAR

PARTS: Mapping[str, str] = {
    "N": NUMBER,
    "D": SMALL_NUMBER,  # of a duration
    "Y": YEAR,
    # More than 200 is 201 or more.
    "LEAST": r"(?:(?P<over>(?<!no )(?<!not )(?<!nicht )(?<!non )(?:more than|greater than|larger than|bigger than|longer than|exceeding|in excess of|well over|over|above|upwards of|>|mas de|superior(?:es)? a|mayor(?:es)? (?:que|a)|mehr als|uber|plus de|superieure?s? a|piu di|oltre|superior[ei] a))|at least|at minimum|a minimum of|minimum(?: of| de)?|min|no fewer than|not fewer than|no less than|not less than|>=|=>|≥|al menos|minimo(?: de| di)?|un minimo de|como minimo|por lo menos|no menos de|mindestens|wenigstens|au moins|au minimum|almeno)",
    "MOST": r"(?:(?P<under>(?<!no )(?<!not )(?<!nicht )(?<!non )(?:fewer than|less than|smaller than|under|below|<|menos de|inferior(?:es)? a|weniger als|unter|moins de|inferieure?s? a|meno di|inferior[ei] a))|at most|up to|a maximum of|maximum(?: of| de)?|max|no more than|not more than|<=|=<|≤|como maximo|no mas de|hasta|maximo(?: de)?|hochstens|maximal|bis zu|nicht mehr als|au plus|au maximum|jusqu a|pas plus de|al massimo|fino a|non piu di)",
    # After the number, or after what is counted.
    "MORE": r"(?:or more|or longer|o mas|ou plus|oder mehr|o piu|at least|at minimum|como minimo|por lo menos|au moins|mindestens|almeno)",
    "LESS": r"(?:or fewer|or less|o menos|ou moins|oder weniger|o meno|at most|at maximum|max|maximum|como maximo|au plus|au maximum|hochstens|al massimo)",
    "PEOPLE": r"(?:patients?|pts?|people|persons?|individuals?|subjects?|participants?|cases|donors?|patienten|patientinnen|personen|teilnehmer|pacientes?|personas?|individuos?|casos|participantes|sujetos|malades|personnes|sujets|cas|pazienti|persone|casi|soggetti)",
    "SAMPLES": r"(?:samples?|specimens?|biosamples?|biospecimens?|muestras?|biomuestras?|especimenes|proben|echantillons?|prelevements|campioni)",
    "BETWEEN": r"(?:[^\W\d]+ ){0,6}?",
    "YEARS": r"(?:years?|yrs?|anos?|jahre?n?|ans?|annees|anni|anno)",
    "MONTHS": r"(?:months?|meses|mes|monate?n?|mois|mesi|mese)",
    "WEEKS": r"(?:weeks?|semanas?|wochen?|semaines?|settimane|settimana)",
    "DAYS": r"(?:days?|dias?|tagen?|jours?|giorni)",
    "FOLLOW": r"(?:follow ?up|followup|fu|seguimiento|nachbeobachtung|nachbeobachtungszeit|suivi)",
    "OF": r"(?:of|de|di|d)",
    "OLD": r"(?:old|of age|de edad)",
    "SINCE": r"(?:since|from|starting in|starting from|starting|beginning in|seit|ab|desde|a partir del?|depuis|dal|a partire dal?)",
    "AFTER": r"(?:after|post|later than|newer than|mas recientes? que|mas nuev[oa]s? que|nach|despues del?|posterior(?:es)? al?|tras|apres|posterieure?s? a|dopo|successiv[oi] al?)",
    "BEFORE": r"(?:before|prior to|pre|earlier than|older than|vor|antes del?|anterior(?:es)? al?|avant|anterieure?s? a|prima del?|anteriori al?)",
    "UNTIL": r"(?:until|till|up to|through|hasta|bis|jusqu en|fino al?)",
    "WHEN": r"(?:(?:the |el |l |dem |il )?(?:(?:year|ano|jahr|annee|anno) )?)",
    "TO": r"(?:to|and|until|y|a|hasta|bis|und|et|e|al)",
    "FROM": r"(?:between|from|entre|de|desde|zwischen|von|tra|fra|da|dal)",
    "ACCESS": r"(?:time to access|access time|access|accessed|accessible|available|obtain|get|availability|lead time|obtainable|acceso|accesibles?|disponibles?|obtener|plazo|zugang|acces|accesso)",
    "WITHIN": r"(?:within|in less than|in fewer than|in under|in no more than|in up to|in at most|in|under|less than|at most|dentro de|antes de|en menos de|en|menos de|innerhalb von|binnen|in weniger als|en moins de|sous|avant|entro|in meno di|prima di)",
    "CHANGED": r"(?:changed|updated|modified|revised|new|cambiad[oa]s?|actualizad[oa]s?|modificad[oa]s?)",
    "UNSTATED": r"(?:(?:is |are )?(?:not stated|not specified|not reported|not recorded|not provided|not available|not described|unstated|unspecified|missing|unknown|not given|not known|absent|empty)|(?:no|sin) (?:indicar|especificar|indicad[oa]s?|especificad[oa]s?|declarad[oa]s?|conocid[oa]s?|consta|disponible)|desconocid[oa]s?|ausentes?|nicht angegeben|unbekannt|non (?:indicat[oa]|specificat[oa]|precisee?|renseignee?)|inconnue?|sconosciut[oa])",
}  # fmt: skip

# What may be missing, by what it is called.
NAMED: dict[str, str] = {folded(name): known.key for known in (*RANGES, *FACETS) for name in known.label.values()}
_ALSO: Mapping[str, str] = {
    "access": "access|access rights|access conditions",
    "age": "age|ages|age range|age ranges|age limits|edad",
    "age_group": "age groups",
    "country": "country|countries|location|geography|spatial coverage|pais|paises|pays|land|paese",
    "data_kind": "data types|data type|kinds of data|type of data",
    "data_model": "data model|common data model|data standard|modelo de datos",
    "data_use": "duo|duo codes|data use|use conditions|data use ontology",
    "disease": "diseases",
    "followup": "follow up|follow up time|seguimiento",
    "format": "formats",
    "keyword": "keywords",
    "language": "languages",
    "lead": "lead time|time to access",
    "licence": "license|licenses|licences|licencias|lizenz|lizenzen|licenza|licenze",
    "outcome": "outcomes",
    "patients": "patient count|patient counts|number of patients|sample size|cohort size|numero de pacientes|nombre de patients|patientenzahl|numero di pazienti",
    "period": "dates|time period|years|time coverage|temporal coverage|fechas",
    "publisher": "publishers|organisation|organization|owner",
    "samples": "number of samples|sample count|numero de muestras",
    "source": "source type",
}
NAMED |= {name: key for key, names in _ALSO.items() for name in names.split("|")}
# A count that is missing is not the same as no patients, so these do not follow a bare “no”.
_UNLIKELY = frozenset(
    ("patients", "samples", "pacientes", "muestras", "variable", "network", "red", "type", "theme", "source")
)
NAMED |= {"access rights": "access", "follow up": "followup", "format": "format", "organisation": "publisher"}
NAMES = "|".join(sorted(map(re.escape, NAMED), key=len, reverse=True))
LACKED = "|".join(sorted(map(re.escape, NAMED.keys() - _UNLIKELY), key=len, reverse=True))
