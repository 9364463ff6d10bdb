"""Names in German, French and Italian, which the lists do not have: questions come in them, pages do not.

The names are our own (CC0 1.0); one column a language, other ways to write a name after “|”.
"""

from collections.abc import Mapping

Row = tuple[str, str, str]  # German, French, Italian

_MONDO = "http://purl.obolibrary.org/obo/MONDO_"
_DISEASES: Mapping[str, Row] = {
    "0001014": ("chronische Leukämie", "leucémie chronique", "leucemia cronica"),
    "0002334": ("Blutkrebs|hämatologische Neoplasien|hämatologische Neoplasie|hämatologische Malignome|Neoplasien des blutbildenden Systems", "cancer du sang|cancers du sang|hémopathie maligne|hémopathies malignes", "tumore del sangue|tumori del sangue|neoplasia ematologica|neoplasie ematologiche|emopatie maligne"),
    "0002571": ("primäres ZNS-Lymphom|ZNS-Lymphom", "lymphome primitif du système nerveux central|lymphome cérébral primitif|lymphome cérébral", "linfoma primitivo del sistema nervoso centrale|linfoma cerebrale"),
    "0002637": ("Histiozytose", "histiocytose", "istiocitosi"),
    "0004643": ("myeloische Leukämie", "leucémie myéloïde", "leucemia mieloide"),
    "0004948": ("chronische lymphatische Leukämie|chronisch lymphatische Leukämie", "leucémie lymphoïde chronique|leucémie lymphocytique chronique", "leucemia linfatica cronica|leucemia linfocitica cronica"),
    "0004952": ("Hodgkin-Lymphom|Morbus Hodgkin|Lymphogranulomatose", "lymphome de Hodgkin|lymphome hodgkinien|maladie de Hodgkin", "linfoma di Hodgkin|morbo di Hodgkin"),
    "0004963": ("T-lymphoblastische Leukämie|T-Zell-Leukämie", "leucémie aiguë lymphoblastique T|leucémie lymphoblastique T", "leucemia linfoblastica acuta T|leucemia linfoblastica a cellule T"),
    "0004967": ("akute lymphatische Leukämie|akute lymphoblastische Leukämie", "LAL|leucémie aiguë lymphoblastique|leucémie lymphoblastique aiguë|leucémie aiguë lymphoïde", "leucemia linfoblastica acuta|leucemia linfatica acuta"),
    "0005029": ("essenzielle Thrombozythämie|essentielle Thrombozythämie", "thrombocytémie essentielle", "trombocitemia essenziale"),
    "0005059": ("Leukämie|Leukämien", "leucémie|leucémies", "leucemia|leucemie"),
    "0005062": ("Lymphom|Lymphome", "lymphome|lymphomes", "linfoma|linfomi"),
    "0005402": ("lymphatische Leukämie", "leucémie lymphoïde", "leucemia linfoide"),
    "0006311": ("myelodysplastische/myeloproliferative Neoplasie", "syndrome myélodysplasique/myéloprolifératif", "neoplasia mielodisplastica/mieloproliferativa"),
    "0007243": ("Burkitt-Lymphom", "lymphome de Burkitt", "linfoma di Burkitt"),
    "0009691": ("Mycosis fungoides", "mycosis fongoïde", "micosi fungoide"),
    "0009692": ("primäre Myelofibrose|Myelofibrose", "myélofibrose|myélofibrose primitive", "mielofibrosi|mielofibrosi primaria"),
    "0009693": ("multiples Myelom|multiplem Myelom|Myelom|Myelome|Plasmozytom", "myélome|myélome multiple|maladie de Kahler", "mieloma|mieloma multiplo"),
    "0009891": ("Polycythaemia vera|Polyzythämie", "polyglobulie de Vaquez|maladie de Vaquez", "policitemia vera"),
    "0010643": ("akute Leukämie", "leucémie aiguë|leucémies aiguës", "leucemia acuta"),
    "0011996": ("chronische myeloische Leukämie|chronisch myeloische Leukämie", "LMC|leucémie myéloïde chronique", "leucemia mieloide cronica"),
    "0012883": ("akute Promyelozytenleukämie", "leucémie aiguë promyélocytaire", "leucemia promielocitica acuta|leucemia acuta promielocitica"),
    "0015758": ("kutanes T-Zell-Lymphom|kutane T-Zell-Lymphome", "lymphome T cutané|lymphomes T cutanés", "linfoma cutaneo a cellule T"),
    "0017844": ("Sézary-Syndrom", "syndrome de Sézary", "sindrome di Sézary"),
    "0018310": ("Langerhans-Zell-Histiozytose", "histiocytose langerhansienne|histiocytose à cellules de Langerhans", "istiocitosi a cellule di Langerhans"),
    "0018689": ("Plasmazellleukämie", "leucémie à plasmocytes", "leucemia plasmacellulare"),
    "0018874": ("akute myeloische Leukämie|akute myeloblastische Leukämie", "LAM|leucémie aiguë myéloïde|leucémie myéloïde aiguë|leucémie aiguë myéloblastique|leucémie myéloblastique aiguë", "leucemia mieloide acuta|leucemia acuta mieloide|leucemia mieloblastica acuta"),
    "0018876": ("Mantelzelllymphom|Mantelzell-Lymphom", "lymphome du manteau|lymphome à cellules du manteau|lymphome à cellules manteau", "linfoma mantellare|linfoma a cellule mantellari|linfoma del mantello"),
    "0018881": ("myelodysplastisches Syndrom|myelodysplastische Syndrome|Myelodysplasie", "syndrome myélodysplasique|syndromes myélodysplasiques|myélodysplasie|myélodysplasies", "sindrome mielodisplastica|sindromi mielodisplastiche|mielodisplasia|mielodisplasie"),
    "0018905": ("diffuses großzelliges B-Zell-Lymphom|diffus großzelliges B-Zell-Lymphom|diffuses grosszelliges B-Zell-Lymphom", "LDGCB|lymphome diffus à grandes cellules B|lymphome B diffus à grandes cellules", "linfoma diffuso a grandi cellule B|linfoma B diffuso a grandi cellule"),
    "0018906": ("follikuläres Lymphom", "lymphome folliculaire", "linfoma follicolare"),
    "0018908": ("Non-Hodgkin-Lymphom|Non-Hodgkin-Lymphome", "LNH|lymphome non hodgkinien|lymphomes non hodgkiniens|lymphome non Hodgkin", "linfoma non Hodgkin|linfomi non Hodgkin|linfoma non-Hodgkin"),
    "0018935": ("Haarzellleukämie|Haarzell-Leukämie", "leucémie à tricholeucocytes", "leucemia a cellule capellute|tricoleucemia"),
    "0019451": ("chronische Neutrophilenleukämie", "leucémie à neutrophiles chronique", "leucemia neutrofila cronica"),
    "0020076": ("myeloproliferative Neoplasie|myeloproliferative Neoplasien|myeloproliferative Erkrankungen", "néoplasie myéloproliférative|néoplasies myéloprolifératives|syndrome myéloprolifératif|syndromes myéloprolifératifs", "neoplasia mieloproliferativa|neoplasie mieloproliferative"),
    "0020311": ("chronische myelomonozytäre Leukämie", "leucémie myélomonocytaire chronique", "leucemia mielomonocitica cronica"),
    "0100280": ("Morbus Waldenström|Makroglobulinämie Waldenström", "maladie de Waldenström|macroglobulinémie de Waldenström", "macroglobulinemia di Waldenström"),
}  # fmt: skip
_OURS = "urn:fdc:vocab:"
_LISTED: Mapping[str, Row] = {
    "age-groups:paediatric": ("Kind|Kinder|Kindern|Kindes|Kindesalter|Säuglinge|Jugendliche|Jugendlichen|pädiatrisch|pädiatrische|pädiatrischen|Minderjährige", "enfant|enfants|adolescents|pédiatrique|pédiatriques|pédiatrie|nourrissons|mineurs", "bambino|bambini|bambine|adolescenti|pediatrico|pediatrica|pediatrici|pediatriche|pediatria|minorenni|infantile"),
    "age-groups:adult": ("Erwachsene|Erwachsenen|erwachsener", "adulte|adultes", "adulto|adulti|adulte"),
    "age-groups:older": ("ältere Patienten|ältere Menschen|Senioren", "personnes âgées|sujets âgés", "anziani|pazienti anziani"),
    "source-types:registry": ("Register|Registern|Krebsregister|Patientenregister|Krankheitsregister", "registre|registres", "registro|registri"),
    "source-types:clinical-trial": ("klinische Studie|klinische Studien|klinischen Studien|klinischer Studien", "essai clinique|essais cliniques|essai|essais", "studio clinico|studi clinici|sperimentazione clinica|sperimentazioni cliniche|trial clinico|trial clinici"),
    "source-types:biobank": ("Biobank|Biobanken", "biobanque|biobanques", "biobanca|biobanche"),
    "source-types:cohort": ("Kohorte|Kohorten|Kohortenstudie", "cohorte|cohortes", "coorte|coorti|studio di coorte"),
    "source-types:EHR": ("elektronische Patientenakte|elektronische Patientenakten|Krankenakten", "dossiers médicaux|dossier médical électronique", "cartelle cliniche|cartella clinica elettronica"),
    "outcomes:OS": ("Gesamtüberleben", "survie globale|survie totale", "sopravvivenza globale|sopravvivenza complessiva"),
    "outcomes:PFS": ("progressionsfreies Überleben|progressionsfreiem Überleben|progressionsfreie Überleben", "survie sans progression|survie sans maladie évolutive", "sopravvivenza libera da progressione"),
    "outcomes:EFS": ("ereignisfreies Überleben|ereignisfreiem Überleben|ereignisfreie Überleben", "survie sans événement|survie sans événements", "sopravvivenza libera da eventi"),
    "outcomes:RFS": ("rezidivfreies Überleben|rezidivfreiem Überleben|rezidivfreie Überleben", "survie sans rechute|survie sans récidive", "sopravvivenza libera da recidiva|sopravvivenza libera da ricaduta"),
    "outcomes:survival": ("Überleben", "survie", "sopravvivenza"),
    "outcomes:CR": ("komplette Remission|vollständige Remission", "rémission complète|réponse complète", "remissione completa|risposta completa"),
    "outcomes:response": ("Ansprechen|Therapieansprechen", "réponse au traitement|réponse", "risposta al trattamento|risposta alla terapia|risposta"),
    "outcomes:HRQoL": ("Lebensqualität", "qualité de vie", "qualità della vita|qualità di vita"),
    "outcomes:mrd": ("minimale Resterkrankung|messbare Resterkrankung|minimaler Resterkrankung|messbarer Resterkrankung", "maladie résiduelle|maladie résiduelle minimale|maladie résiduelle mesurable", "malattia minima residua|malattia residua minima|malattia residua misurabile|malattia residua"),
    "outcomes:REL": ("Rezidiv|Rezidive|Rückfall", "rechute|rechutes|récidive", "recidiva|recidive|ricaduta|ricadute"),
    "outcomes:AE": ("unerwünschte Ereignisse|Nebenwirkungen", "événements indésirables|effets indésirables", "eventi avversi"),
    "outcomes:GVHD": ("Graft-versus-Host-Erkrankung", "maladie du greffon contre l'hôte", "malattia del trapianto contro l'ospite"),
    "data-kinds:clinical": ("klinische Daten", "données cliniques", "dati clinici"),
    "data-kinds:genomic": ("genomisch|genomische|genetische Daten|Sequenzierung", "génomique|génomiques|données génomiques|séquençage", "genomico|genomici|genomica|dati genomici|sequenziamento"),
    "data-kinds:WGS": ("Genomsequenzierung|Ganzgenomsequenzierung", "génome|génomes|génome entier|séquençage du génome", "genoma intero|sequenziamento del genoma"),
    "data-kinds:WXS": ("Exom|Exome|Exomsequenzierung", "exome|exomes|séquençage de l'exome", "esoma|esomi|sequenziamento dell'esoma"),
    "data-kinds:RNA-seq": ("RNA-Sequenzierung", "séquençage ARN|séquençage de l'ARN", "sequenziamento RNA|sequenziamento dell'RNA"),
    "data-kinds:MRI": ("Magnetresonanztomographie|Kernspintomographie|MRT", "imagerie par résonance magnétique|IRM", "risonanza magnetica"),
    "data-kinds:imaging": ("Bildgebung|bildgebende Daten", "imagerie|imagerie médicale", "immagini mediche|diagnostica per immagini"),
    "data-kinds:treatment": ("Therapie|Behandlung|Behandlungsdaten", "traitement|traitements", "trattamento|trattamenti"),
    "data-kinds:biosample": ("Bioproben|Biomaterial|Proben", "échantillons biologiques|échantillons", "campioni biologici|campioni"),
    "data-kinds:flow-cytometry": ("Durchflusszytometrie", "cytométrie en flux", "citometria a flusso"),
    "data-kinds:methylation": ("Methylierung", "méthylation", "metilazione"),
    "data-kinds:cytogenetics": ("Zytogenetik", "cytogénétique", "citogenetica"),
}  # fmt: skip
_EU = "http://publications.europa.eu/resource/authority/"
_AUTHORITY: Mapping[str, Row] = {
    "access-right/PUBLIC": ("öffentlich|öffentlicher Zugang|öffentlich zugänglich|offene Daten|offener Zugang|frei zugänglich", "accès public|accès libre|libre accès|données ouvertes|accès ouvert", "accesso pubblico|accesso aperto|accesso libero|dati aperti"),
    "access-right/RESTRICTED": ("eingeschränkter Zugang|beschränkter Zugang|kontrollierter Zugang", "accès restreint|accès contrôlé", "accesso limitato|accesso controllato"),
    "continent/EUROPE": ("Europa|europäisch|europäische|europäischen", "Europe|européen|européens|européenne|européennes", "Europa|europeo|europei|europea|europee"),
    "country/AUS": ("Australien|australisch|australische", "Australie|australien|australienne", "Australia|australiano"),
    "country/AUT": ("Österreich|österreichisch|österreichische", "Autriche|autrichien", "Austria|austriaco"),
    "country/BEL": ("Belgien|belgisch|belgische", "Belgique|belge", "Belgio|belga"),
    "country/CAN": ("Kanada|kanadisch|kanadische", "Canada|canadien|canadienne", "Canada|canadese"),
    "country/CHE": ("Schweiz|Schweizer", "Suisse", "Svizzera|svizzero"),
    "country/CZE": ("Tschechien|tschechisch", "Tchéquie|République tchèque|tchèque", "Cechia|Repubblica Ceca"),
    "country/DEU": ("Deutschland|deutsch|deutsche|deutschen", "Allemagne|allemand|allemands|allemande", "Germania|tedesco|tedeschi|tedesca"),
    "country/DNK": ("Dänemark|dänisch|dänische|dänischen", "Danemark|danois|danoise", "Danimarca|danese|danesi"),
    "country/ESP": ("Spanien|spanisch|spanische|spanischen", "Espagne|espagnol|espagnols|espagnole", "Spagna|spagnolo|spagnoli|spagnola"),
    "country/FIN": ("Finnland|finnisch|finnische", "Finlande|finlandais", "Finlandia|finlandese"),
    "country/FRA": ("Frankreich|französisch|französische", "France|français|française", "Francia|francese|francesi"),
    "country/GBR": ("Vereinigtes Königreich|Großbritannien|Grossbritannien|britisch|britische", "Royaume-Uni|Grande-Bretagne|britannique|britanniques", "Regno Unito|Gran Bretagna|britannico|britannici"),
    "country/GRC": ("Griechenland|griechisch", "Grèce|grec", "Grecia"),
    "country/HUN": ("Ungarn|ungarisch", "Hongrie|hongrois", "Ungheria|ungherese"),
    "country/IRL": ("Irland|irisch", "Irlande|irlandais", "Irlanda"),
    "country/ITA": ("Italien|italienisch|italienische", "Italie|italien|italienne", "Italia|italiano|italiani|italiana"),
    "country/JPN": ("Japan|japanisch|japanische", "Japon|japonais|japonaise", "Giappone|giapponese"),
    "country/NLD": ("Niederlande|niederländisch|niederländische|Holland", "Pays-Bas|néerlandais|néerlandaise", "Paesi Bassi|Olanda|olandese"),
    "country/NOR": ("Norwegen|norwegisch|norwegische", "Norvège|norvégien", "Norvegia|norvegese"),
    "country/POL": ("Polen|polnisch|polnische", "Pologne|polonais", "Polonia|polacco"),
    "country/PRT": ("Portugal|portugiesisch", "Portugal|portugais", "Portogallo|portoghese"),
    "country/ROU": ("Rumänien|rumänisch", "Roumanie|roumain", "Romania|rumeno"),
    "country/SWE": ("Schweden|schwedisch|schwedische", "Suède|suédois|suédoise", "Svezia|svedese"),
    "country/USA": ("Vereinigte Staaten|Vereinigten Staaten|amerikanisch|amerikanische", "États-Unis|américain|américaine", "Stati Uniti|americano|statunitense"),
}  # fmt: skip
NAMES: Mapping[str, tuple[str, ...]] = {
    base + code: tuple(dict.fromkeys("|".join(row).split("|")))
    for base, rows in ((_MONDO, _DISEASES), (_OURS, _LISTED), (_EU, _AUTHORITY))
    for code, row in rows.items()
}
