"""The parts of which rules are made: words that say the same, in English, Spanish, German, French and Italian."""

import re
from collections.abc import Mapping

from fair_metadata.vocabularies import folded
from search.fields import FACETS, OTHERS, RANGES
from search.understanding.numbers import DAY, NUMBER, SMALL_NUMBER, YEAR
from search.words import words_of

PARTS: Mapping[str, str] = {  # the first is made of others
    "DURATION": r"(?P<n>D) (?P<unit>WEEKS|MONTHS|DAYS)",
    "N": NUMBER,
    "D": SMALL_NUMBER,  # of a duration
    "DATE": DAY,
    "Y": YEAR,
    # More than 200 is 201 or more.
    "LEAST": r"(?:(?P<over>(?<!no )(?<!not )(?<!nicht )(?<!non )(?<!pas )(?:more than|greater than|larger than|bigger than|longer than|exceeding|in excess of|well over|over|above|upwards of|>|mas de|superior(?:es)? a|mayor(?:es)? (?:que|a)|mehr als|uber|plus de|superieure?s? a|piu di|oltre|superior[ei] a))|at least|at minimum|at a minimum|a minimum of|minimum(?: of| de)?|min|no fewer than|not fewer than|no less than|not less than|>=|=>|≥|al menos|minimo(?: de| di)?|un minimo de|como minimo|por lo menos|no menos de|mindestens|wenigstens|au moins|au minimum|almeno)",
    "MOST": r"(?:(?P<under>(?<!no )(?<!not )(?<!nicht )(?<!non )(?<!pas )(?:fewer than|less than|smaller than|shorter than|under|below|<|menos de|inferior(?:es)? a|weniger als|unter|moins de|inferieure?s? a|meno di|inferior[ei] a))|at most|up to|a maximum of|maximum(?: of| de)?|max|no more than|not more than|not exceeding|no greater than|no larger than|<=|=<|≤|como maximo|no mas de|hasta|maximo(?: de)?|hochstens|maximal|bis zu|nicht mehr als|au plus|au maximum|jusqu a|pas plus de|al massimo|fino a|non piu di)",
    # After the number, or after what is counted.
    "MORE": r"(?:or more|and more|or longer|o mas|ou plus|oder mehr|o piu|at least|at minimum|como minimo|por lo menos|au moins|mindestens|almeno)",
    "LESS": r"(?:or fewer|or less|o menos|ou moins|oder weniger|o meno|at most|at maximum|max|maximum|como maximo|au plus|au maximum|hochstens|al massimo)",
    "PEOPLE": r"(?:patients?|pts?|people|persons?|individuals?|subjects?|participants?|cases|donors?|patienten|patientinnen|personen|teilnehmer|pacientes?|personas?|individuos?|casos|participantes|sujetos|malades|personnes|sujets|cas|pazienti|persone|casi|soggetti)",
    "WHO": r"(?:adults?|adultos?|children|kids|ninos|minors|menores|adolescents?|adolescentes|teenagers?|infants?|elderly|women|men|mujeres|hombres)",
    "SAMPLES": r"(?:samples?|specimens?|biosamples?|biospecimens?|muestras?|biomuestras?|especimenes|proben|echantillons?|prelevements|campioni)",
    "BETWEEN": r"(?:[^\W\d]+ ){0,6}?",
    "YEARS": r"(?:years?|yrs?|anos?|jahre?n?|ans?|annees|anni|anno)",
    "MONTHS": r"(?:months?|meses|mes|monate?n?|mois|mesi|mese)",
    "WEEKS": r"(?:weeks?|semanas?|wochen?|semaines?|settimane|settimana)",
    "DAYS": r"(?:days?|fortnights?|dias?|quincenas?|tagen?|jours?|giorni)",
    "FOLLOW": r"(?:(?:follow ?up|followup|fu)(?: time| period| duration)?|seguimiento|nachbeobachtung|nachbeobachtungszeit|suivi)",
    "OF": r"(?:of|de|di|d)",
    "OLD": r"(?:old|of age|de edad)",
    "OLDER": r"(?:(?:and|or|o|y|et|und|e) (?:older|over|above|more|up|mas|mayores|plus|alter|oltre|piu))",
    "YOUNGER": r"(?:(?:and|or|o|y) (?:younger|under|below|menores))",
    "SINCE": r"(?:since|from|starting in|starting from|starting|beginning in|as of|no earlier than|not earlier than|no older than|not older than|not before|in or after|on or after|seit|ab|desde|a partir del?|depuis|dal|a partire dal?)",
    "AFTER": r"(?:after|post|later than|newer than|mas recientes? que|mas nuev[oa]s? que|nach|despues del?|posterior(?:es)? al?|tras|apres|posterieure?s? a|dopo|successiv[oi] al?)",
    "BEFORE": r"(?:before|prior to|pre|earlier than|older than|vor|antes del?|anterior(?:es)? al?|avant|anterieure?s? a|prima del?|anteriori al?)",
    "UNTIL": r"(?:until|till|up to|through|by|no later than|not later than|not after|hasta|bis|jusqu en|fino al?)",
    "WHEN": r"(?:(?:the |el |l |dem |il )?(?:(?:year|end of|beginning of|start of|ano|jahr|annee|anno) )?)",
    "TO": r"(?:to|and|until|y|a|hasta|bis|und|et|e|al)",
    "FROM": r"(?:between|from|entre|de|desde|zwischen|von|tra|fra|da|dal)",
    "ACCESS": r"(?:access|accessed|accessible|available|obtain|get|have|availability|obtainable|approval|approved|decision|granted|delivered|delivery|acceso|accesibles?|disponibles?|obtener|plazo|zugang|acces|accesso)",
    "WAIT": r"(?:lead time|time to access|access time|waiting time|wait|turnaround(?: time)?|plazo(?: de acceso)?)",
    "WITHIN": r"(?:(?P<under>(?:in |en )?(?:less than|fewer than|under|below|shorter than|<|menos de|menor(?:es)? (?:de|que|a)|inferior(?:es)? a|weniger als|moins de|meno di))|(?:in |en )?(?:no more than|not more than|up to|at most|como maximo)|within|in|max|maximum|<=|≤|dentro de|antes de|en|maximo(?: de)?|innerhalb von|binnen|sous|avant|entro|prima di)",
    "CHANGED": r"(?:changed|updated|modified|revised|edited|new|cambiad[oa]s?|actualizad[oa]s?|modificad[oa]s?)",
    "UNSTATED": r"(?:(?:(?:is|are|was|were|has|have) )?(?:(?:not|never) (?:been )?(?:yet )?(?:stated|specified|reported|recorded|provided|available|described|given|known|indicated|documented|filled in|set)|unstated|unspecified|undocumented|missing|unknown|absent|empty|blank)|(?:no|sin) (?:indicar|especificar|indicad[oa]s?|especificad[oa]s?|declarad[oa]s?|conocid[oa]s?|consta|constan|disponible)|(?:esta |estan )?desconocid[oa]s?|ausentes?|falta|faltan|nicht angegeben|unbekannt|non (?:indicat[oa]|specificat[oa]|precisee?|renseignee?)|inconnue?|sconosciut[oa])",
}  # fmt: skip

# What may be missing, by what it is called.
NAMED: dict[str, str] = {
    folded(name): known.key for known in (*RANGES, *FACETS, *OTHERS) for name in known.label.values()
}
_ALSO: Mapping[str, str] = {
    "access": "access|access rights|access conditions",
    "age": "age|ages|age range|age ranges|age limits|edad",
    "age_group": "age groups",
    "contact": "contact|contacts|contact person|contact details|contact address|contact email|contacto|contactos",
    "country": "country|countries|location|geography|spatial coverage|pais|paises|pays|land|paese",
    "data_kind": "data types|data type|kinds of data|type of data",
    "data_model": "data model|common data model|data standard|modelo de datos",
    "data_use": "duo|duo codes|duo code|duo terms|duo term|data use|data use terms|use conditions|conditions of use|terms of use|data use ontology",
    "disease": "diseases",
    "followup": "follow up|follow up time|seguimiento",
    "format": "formats",
    "keyword": "keywords",
    "language": "languages",
    "lead": "lead time|time to access",
    "landing_page": "landing page|landing pages|home page|homepage|web page|website",
    "licence": "license|licenses|licences|licensing|licencias|lizenz|lizenzen|licenza|licenze",
    "outcome": "outcomes",
    "patients": "patient count|patient counts|patient numbers|number of patients|numbers of patients|number of participants|number of people|number of persons|number of individuals|number of subjects|number of cases|sample size|cohort size|numero de pacientes|nombre de patients|patientenzahl|numero di pazienti",
    "period": "dates|time period|years|time coverage|temporal coverage|fechas",
    "publisher": "publisher|publishers|organisation|organization|owner",
    "publication": "publications|paper|papers|references|publicaciones",
    "samples": "number of samples|sample count|numero de muestras",
    "source": "source type|source types|kind of source",
    "variable": "variables|data dictionary|data dictionaries|codebook|diccionario de datos",
}
NAMED |= {name: key for key, names in _ALSO.items() for name in names.split("|")}
# A count that is missing is not the same as no patients, so these do not follow a bare “no”.
_UNLIKELY = words_of(
    "patients samples pacientes muestras variable variables network red type theme source papers paper references"
)
NAMED |= {"access rights": "access", "follow up": "followup", "format": "format", "organisation": "publisher"}
NAMES = "|".join(sorted(map(re.escape, NAMED), key=len, reverse=True))
LACKED = "|".join(sorted(map(re.escape, NAMED.keys() - _UNLIKELY), key=len, reverse=True))
