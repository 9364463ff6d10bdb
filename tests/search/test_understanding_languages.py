"""The same question in Spanish, German, French and Italian, and words that are written otherwise."""

import pytest

from fair_metadata.vocabularies import names, vocabulary
from search.understanding.foreign import NAMES
from search.understanding.lexicon import lexicon
from tests.search.reading import (
    ALL,
    AML,
    CLL,
    DLBCL,
    HODGKIN,
    LEUKAEMIA,
    LYMPHOMA,
    MDS,
    MYELOMA,
    concepts,
    filters,
    read,
    words,
)

NHL, MANTLE, BURKITT, T_ALL = "0018908", "0018876", "0007243", "0004963"
ADULTS_WITH_AML = {"age_group=adult", f"disease={AML}", "outcome=OS"}


@pytest.mark.parametrize(
    "text",
    [
        "adults with acute myeloid leukaemia and overall survival",
        "adultos con leucemia mieloide aguda y supervivencia global",
        "Erwachsene mit akuter myeloischer Leukämie und Gesamtüberleben",
        "adultes atteints de leucémie aiguë myéloïde avec survie globale",
        "adulti con leucemia mieloide acuta e sopravvivenza globale",
    ],
)
def test_who_is_ill_with_what_and_what_is_measured_is_read_in_five_languages(text):
    assert filters(read(text)) == ADULTS_WITH_AML
    assert words(read(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Counts.
        ("plus de 1000 patients", {"patients=1001.."}),
        ("au moins 500 patients atteints de myélome multiple", {"patients=500..", f"disease={MYELOMA}"}),
        ("moins de 100 patients", {"patients=..99"}),
        ("entre 200 et 500 patients", {"patients=200..500"}),
        ("mehr als 1000 Patienten", {"patients=1001.."}),
        ("weniger als 100 Patienten", {"patients=..99"}),
        ("zwischen 200 und 500 Patienten", {"patients=200..500"}),
        ("più di 1000 pazienti", {"patients=1001.."}),
        ("almeno 500 pazienti con mieloma multiplo", {"patients=500..", f"disease={MYELOMA}"}),
        ("tra 200 e 500 pazienti", {"patients=200..500"}),
        ("100.000 pacientes o más", {"patients=100000.."}),
        ("no más de 100 pacientes", {"patients=..100"}),
        ("cohortes con menos de cincuenta pacientes", {"patients=..49"}),
        ("two hundred patients or more with MDS", {"patients=200..", f"disease={MDS}"}),
        ("más de dos mil muestras", {"samples=2001.."}),
        ("plus de 500 échantillons de LLC", {"samples=501..", f"disease={CLL}"}),
        ("500 pacientes como mínimo", {"patients=500.."}),
        ("100 patients ou moins", {"patients=..100"}),
        ("de 100 a 400 pacientes", {"patients=100..400"}),
        # Periods.
        ("más recientes que 2020", {"period=2021.."}),
        ("LMA antes del año 2000", {f"disease={AML}", "period=..1999"}),
        ("leucémie aiguë myéloblastique après 2015", {f"disease={AML}", "period=2016.."}),
        ("leucemia mieloide acuta dopo il 2015", {f"disease={AML}", "period=2016.."}),
        ("CLL von 2005 bis 2010", {f"disease={CLL}", "period=2005..2010"}),
        ("LLC tra il 2005 e il 2010", {f"disease={CLL}", "period=2005..2010"}),
        ("mieloma de enero de 2010 a diciembre de 2015", {f"disease={MYELOMA}", "period=2010-01..2015-12"}),
        ("depuis 2018", {"period=2018.."}),
        # Ages.
        ("edad entre 0 y 17 años", {"age=0..17"}),
        ("enfants de moins de 18 ans avec lymphome de Hodgkin", {"age_group=paediatric", "age=..17", f"disease={HODGKIN}"}),
        ("Patienten unter 18 Jahren mit Hodgkin-Lymphom", {"age=..17", f"disease={HODGKIN}"}),
        # Follow-up and access.
        ("más de 3 años de seguimiento", {"followup=37.."}),
        ("seguimiento mínimo de dos años", {"followup=24.."}),
        ("acceso antes de 2 meses", {"lead=..8.8"}),
        ("plazo máximo de 8 semanas", {"lead=..8"}),
        ("plazo de acceso inferior a 30 días", {"lead=..4.2"}),
        # What is not stated, and what is not wanted.
        ("sin licencia indicada", {"licence missing"}),
        ("¿qué conjuntos de datos no indican la licencia?", {"licence missing"}),
        ("conjuntos sin número de pacientes", {"patients missing"}),
        ("ohne Lizenz", {"licence missing"}),
        ("sans licence", {"licence missing"}),
        ("senza licenza", {"licence missing"}),
        ("pas de licence", {"licence missing"}),
        ("keine Lizenz", {"licence missing"}),
        ("pas plus de 100 patients", {"patients=..100"}),
        ("AML nicht in den USA", {f"disease={AML}", "-country=USA"}),
        ("registros que no están en España", {"source=registry", "-country=ESP"}),
        ("LMA sin enfermedad residual medible", {f"disease={AML}", "-outcome=mrd"}),
        ("LMA sin pacientes pediátricos", {f"disease={AML}", "-age_group=paediatric"}),
        ("AML ohne MRD", {f"disease={AML}", "-outcome=mrd"}),
        ("registros de linfoma fuera de Europa", {"source=registry", f"disease={LYMPHOMA}", "-country=continent/EUROPE"}),
        ("registres de lymphome hors Europe", {"source=registry", f"disease={LYMPHOMA}", "-country=continent/EUROPE"}),
        ("Lymphomregister außerhalb Europas", {"source=registry", f"disease={LYMPHOMA}", "-country=continent/EUROPE"}),
        # Places, sources, ages.
        ("registri in Danimarca", {"source=registry", "country=DNK"}),
        ("Leukämie bei Kindern", {f"disease={LEUKAEMIA}", "age_group=paediatric"}),
        ("leucémie chez l'enfant", {f"disease={LEUKAEMIA}", "age_group=paediatric"}),
        ("Wie viele Patienten mit AML gibt es in Deutschland?", {f"disease={AML}", "country=DEU"}),
        ("klinische Studien zu AML", {"source=clinical-trial", f"disease={AML}"}),
        ("supervivencia global y libre de progresión en mieloma", {"outcome=OS", "outcome=PFS", "every outcome", f"disease={MYELOMA}"}),
    ],
)  # fmt: skip
def test_conditions_are_read_in_other_languages(text, expected):
    assert filters(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("lymphome du manteau", MANTLE),
        ("linfoma mantellare", MANTLE),
        ("Mantelzelllymphom", MANTLE),
        ("linfoma diffuso a grandi cellule B", DLBCL),
        ("maladie de Hodgkin", HODGKIN),
        ("LAM", AML),
        # Written as one, as two, as it sounds, in another order.
        ("nonhodgkin lymphoma", NHL),
        ("mantlecell lymphoma", MANTLE),
        ("myelo-dysplastic syndrome", MDS),
        ("chronic lymphocytic leucemia", CLL),
        ("lymphoblastic leukaemia acute", ALL),
        ("lymphoma Burkitt", BURKITT),
        ("acute leukemia lymphoblastic T cell", T_ALL),
    ],
)
def test_a_disease_is_known_by_the_names_that_people_give_it(text, disease):
    assert concepts(read(text)) == [disease]


def test_the_words_of_a_misspelt_name_are_looked_for_as_they_are_spelt():
    part = read("haemotological malignancy").parts[0]
    assert part.words == ("hematological", "malignancy")
    assert [item.phrase for item in read("haemotological malignancy").items] == ["hemotological malignancy"]


def test_names_in_other_languages_are_of_concepts_that_there_are_and_mean_them():
    there = {iri for name in names() for iri in vocabulary(name).concepts}
    assert NAMES.keys() <= there
    unknown = {name for called in NAMES.values() for name in called if not lexicon().beginning(name, 1)}
    assert unknown == set()
