"""Words of every day in English and Spanish, and the smaller ones of German, French and Italian: what they do."""

from collections.abc import Mapping

from search.words import words_of

# Words that ask, join or stand for what everything here is: they say nothing about a dataset.
SILENT = words_of("""
 a an the of for and or to in on at by with from as that which what who whose where when how many much is it its are
 was were be been being do does did has have having had can could would should may might must shall will i we you me
 my our us them they he she please find show list give get need want looking look search any some all there here
 about into than their this these those also both each per via using use used if not no nor but only just ever still
 contain contains containing include includes included including hold holds holding cover covers covering covered
 collect collects collected collecting provide provides provided providing offer offers available availability
 mapped convert converted measured measure measures measuring stated state states recorded record records reported
 report reports reporting follow follows followed track tracks tracking treated diagnosed run runs exist exists
 existing know known tell help trying interested suitable useful relevant good best great regarding concerning
 related relating data dataset datasets set sets source sources resource resources database databases collection
 collections catalogue catalog entry entries information info type types kind kinds number numbers total count
 counts study studies research patient patients people person persons participants individuals subjects cases pts
 answer question questions publisher publishers published owner organisation organization organisations
 organizations institution institutions variable variables column columns keyword keywords title titled called named
 disease diseases country countries outcome outcomes licence licences license licenses standardised standardized
 harmonised harmonized s vs versus year years old size recruited enrolled el la los las lo un una unos unas de del
 al y e o u en con por para que cual cuales quien quienes cuando cuantos cuantas donde como es son ser hay tiene
 tienen tengan tener su sus se le les mas busco buscar quiero necesito mostrar dame datos dato conjunto conjuntos
 fuente fuentes base bases paciente pacientes personas casos estudio estudios sin ni pero solo sobre desde entre
 disponible disponibles enfermedad enfermedades pais paises und oder mit von bei der die das den dem ein eine fur
 aus daten anything everything requiring requires required start started starts recent recently fastest
 quickest smallest other others
 esta este estos estas otro otra otros otras ese esa donde dan dar aquellos cuya cuyo cuyos cuyas segun mediante entre
 contiene contienen contengan incluye incluyen incluido incluidos incluida incluidas cubre cubren ofrece ofrecen
 mapeado mapeados mapeada mapeadas convertido convertidos medido medidos medida medidas miden recogido recogidos
 recogida recogidas registrado registrados registrada registradas indicado indicados indicada indicadas indica indican
 tratado tratados tratada tratadas diagnosticado diagnosticados diagnosticada diagnosticadas reclutado reclutados
 estandarizado estandarizados armonizado armonizados relacionado relacionados relacionada relacionadas seguimiento
 investigacion catalogo catalogos recurso recursos archivo archivos fichero ficheros informacion numero numeros tipo
 tipos total recuento organizacion organizaciones institucion instituciones variable variables columna columnas
 titulo titulado llamado resultado resultados licencia licencias formato formatos codigo codigos code codes formats
 format file files publicado publicados publicada encontrar encuentro necesito queremos puedo puedan pueden haya
 existen existe estan obtener obtengan afectados afectadas edad red redes
 der dem des dass bei zu zur zum im am auf von vom fur durch ist sind hat haben es gibt ich suche alle welche welcher
 welches wie viele wieviele patientinnen personen studie studien datensatz datensatze quelle quellen datenquelle
 datenquellen lizenz lizenzen netzwerk jahren
 le les l d du des un une et ou au aux avec dans chez pour par sur qui que quoi quel quels quelle quelles combien dont
 est sont ont y cherche recherche donnees donnee jeu jeux ensemble ensembles malades atteints atteint atteinte
 atteintes etude etudes sujets personnes reseau base bases ans
 il lo i gli uno di del dello della dei degli delle nel nella nei nelle con per tra fra da dal dalla che quale quali
 quanti quante ci sono hanno cerco dati insieme insiemi studio studi pazienti persone affetti affette affetto rete
 licenza fonte fonti anni dall dell nell sull negli sugli su sui sulla fecha fechas
 either neither ones one description descriptions say says said tells model models needs needed allow allows allowed
 allowing permit permits permitted such fast soon quickly restriction restrictions sorted sort ordered order ranked
 rank consent consented while around median average time times real yet already currently diagnosis diagnoses small big
 given percent hta submission dossier regulator regulators appraisal rates rate levels gives take takes
 taking longer shorter capture captures captured capturing ningun ninguna ya todavia
""")
# Of which patients: there is no filter for it, and beside a disease “relapsed” is no outcome.
STATES = words_of(
    "relapsed refractory recurrent relapsing southern northern eastern western recidivante refractaria refractario"
)
# They, and how much, when and how well, order what is found beside other words, and leave nothing out.
SOFT = STATES | words_of("""
 newly up after before during since until within over under above below among between more less fewer least most than
 long term detailed complete comprehensive full extensive large good quality individual level stored banked
 nationwide population based linked annotated curated prospective retrospective multicentre multicenter international
 well very please despues antes durante hasta mas menos largo plazo completo completos detallado detallados
""")
# Words that stand for another of the texts: of transplantation, of genes as HGNC has them, and of the names of
# organisations, which descriptions give in English.
SAME: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(words_of("hsct sct bmt hct asct allosct allohsct autosct autohsct tph"), ("transplant",)),
    "mll": ("kmt2a",),
    "kmt2a": ("mll",),
    "p53": ("tp53",),
    "tp53": ("p53",),
    **dict.fromkeys(("universidad", "universitat", "universite", "universita", "universidade"), ("university",)),
    **dict.fromkeys(("hopital", "ospedale", "krankenhaus", "klinikum", "universitatsklinikum"), ("hospital",)),
    **dict.fromkeys(("instituto", "institut", "istituto"), ("institute",)),
    **dict.fromkeys(("centro", "zentrum"), ("center",)),
    **dict.fromkeys(("sociedad", "societe", "gesellschaft", "societa"), ("society",)),
    **dict.fromkeys(("grupo", "groupe", "gruppe", "gruppo"), ("group",)),
    **dict.fromkeys(("fundacion", "fondation", "stiftung", "fondazione"), ("foundation",)),
    **dict.fromkeys(("consorcio", "konsortium", "consorzio"), ("consortium",)),
    **dict.fromkeys(("nacional", "nationale", "nationales", "nazionale"), ("national",)),
    **dict.fromkeys(("internacional", "internationale", "internazionale"), ("international",)),
}
ASKING = words_of("""
 which what who where how when find show list give do does is are can any need looking i we
 que cual cuales quien donde cuantos cuantas hay busco necesito quiero
 welche welcher wie wo gibt suche quels quelles combien cherche quali quanti dove cerco
""")
LEADING = words_of("""
 with in from having including measuring mapped con en de desde incluyendo mit aus bei im zu avec dans chez au nel
 nella nei negli
""")
NOT = words_of(
    "without no not excluding exclude excludes except lacking lack lacks outside non neither never minus"
    " sin excepto salvo excluyendo fuera ohne nicht ausser sans pas sauf hors senza eccetto tranne fuori ausserhalb"
)
EXCLUDING = words_of("""
 without not excluding exclude excludes except outside neither minus sin excepto salvo excluyendo fuera
 ohne nicht ausser sans pas sauf hors senza eccetto tranne fuori ausserhalb
""")
BETWEEN = words_of("""
 a an any the in from with to mapped using having have has include including contain containing report reporting state
 stating measure measuring collect collecting el la los las un una de del en con ningun ninguna tener
 le les d l du des il dell dall der die das den dem esta estan es son ist sind est sont sono patients cases pacientes
 casos patienten pazienti
 what on at by via within under yet those these ones for of be been are is based anything something that which who need
 needs needing require requires requiring take takes taking cover covers covering needed year years period
""")  # may stand between “not” and what is not wanted
FILLING = words_of(
    "a an any both either some the newly diagnosed known stated measured recorded available el la los las un una"
)
OR = words_of("or o u oder ou vs versus")
AND = words_of("and nor y e ed ni und et")
TITLES = words_of("network networks platform platforms red redes plataforma")  # words of many a title
CERTAIN = frozenset({"uk", "us", "eu"})  # of codes of two letters
# Everything here is a cohort with samples: these say something only alone or after “with”.
GENERIC = words_of("cohort cohorts cohorte cohortes sample samples muestra muestras specimen specimens")
# A word beside a country's name that makes it the name of an organisation.
ORGANISATION = words_of("university universidad hospital institute instituto college school center centre")
# The last part of German words that are joined: Lymphomregister, Myelompatienten.
HEADS = ("register", "patienten", "patientinnen", "daten", "studie", "studien", "kohorte", "therapie", "behandlung")
# Words that are nearly a form of a concept’s name, and are neither that nor misspelt.
MEANT = words_of("""
 administration administrator aimed aiming analytical analytics barbara cancel canceled cancelled claimed claiming
 close closely closer closes closing columbia control controls controlling controller concerns creation critical
 crossed emergency excellence excellent expansion express finish finished fraction functioning federal francis
 friction generic guarantee imagine indiana kinda kindly kindness malaria mediation medicaid medicare minorities
 minority mirrors molecule mortal opened opening opens molecules paragraph portland prepare prepared preparation
 preparations preparing progress progressive publication publications publicity recurring reference references release
 released releases responsibility responsible responsibilities responded responds revision revisions safely sensor
 sensors sentence simplest slices surgical surrey survivor survivors synthesis therapist translation translations
 administrativa clasicos controla criticos cuidados embarazo encuentra encuentran funciona indican medida medidas
 mejores mientras progreso publicacion publicaciones publicar responsable responsables preparacion preparado publicado
 publicados reduccion registrado registrados registra registran responde segura
""")
