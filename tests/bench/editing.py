"""The editor beside a bare view: opening a small description and one of thousands of nodes, a check, a save, bytes."""

import gzip
import statistics
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import path
from lxml import html

from catalog.editing import reading
from catalog.models import Membership, Organisation, Resource
from catalog.register import Terms, register
from config import urls
from fair_metadata.namespaces import CSVW, DCAT, DCT, HEALTHDCATAP, RDF
from fair_metadata.record import Record
from fair_metadata.terms import Triple, literal, named
from tests.bench.__main__ import say
from tests.bench.serving import _once, bare

ROUNDS = 60
LOADED = ("ui/app.css", "ui/app.js", "ui/combobox.js", "ui/editor.js", "ui/icon.svg", "django_htmx/htmx-2.min.js")


def run(folder: Path, nodes: int) -> None:
    urls.urlpatterns.insert(0, path("bare", bare))
    client = _curator()
    for name, record in (("small", _dataset("small", 0)), (f"{nodes} nodes", _dataset("large", nodes))):
        slug = _kept(record)
        for form in ("quick", "full"):
            address = f"/edit/{slug}?form={form}"
            plain, opened = _pair(lambda: client.get("/bare"), lambda a=address: client.get(a))
            first = [_first(client, address) for _ in range(5)]
            figures = (
                f"first {statistics.median(first):.0f} ms, again {opened:.0f} ms ({opened / plain:,.0f} bare views)"
            )
            say(f"{name}: {form} form opens", figures, "goal 1,000 ms" if name != "small" else "")
        page = client.get(f"/edit/{slug}")
        sent = _sent(page.content)
        field = sent | {"field": "spatial", "spatial.0": "Germny"}
        checks = sorted(_once(lambda s=slug, f=field: client.post(f"/edit/{s}/check", f)) for _ in range(ROUNDS))
        say(
            f"{name}: a field is checked",
            f"p50 {statistics.median(checks):.0f} ms, p95 {checks[-4]:.0f} ms",
            "goal 100 ms",
        )
        saves = [_save(client, slug, sent, number) for number in range(10)]
        say(f"{name}: autosave", f"p50 {statistics.median(saves):.0f} ms")
    cold = [len(gzip.compress(client.get("/edit/small").content))]
    cold += [len(gzip.compress(Path(finders.find(each)).read_bytes())) for each in LOADED]
    say("editor page, cold, compressed", f"{sum(cold) / 1000:.1f} KB in {len(cold)} requests", "goal 60 KB")


def _curator() -> Client:
    organisation = Organisation.objects.create(slug="bench", name="Bench")
    user = get_user_model().objects.create_user("bench")
    Membership.objects.create(user=user, organisation=organisation, role="curator")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def _kept(record: Record) -> str:
    register(record, "dataset", Terms(organisation=Organisation.objects.get()))
    return Resource.objects.get(iri=record.iri).slug


def _dataset(name: str, nodes: int) -> Record:
    """A dataset, with a data dictionary of so many columns."""
    iri = f"https://data.example.org/{name}"
    subject = named(iri)
    said: list[Triple] = [(subject, RDF.type, DCAT.Dataset), (subject, DCT.title, literal("A registry", language="en"))]
    said += [(subject, DCAT.keyword, literal(f"keyword {n}", language="en")) for n in range(5)]
    if nodes:
        said += [(subject, HEALTHDCATAP.hasVariables, "_:group"), ("_:group", CSVW.table, "_:table")]
        said += [("_:group", RDF.type, CSVW.TableGroup), ("_:table", RDF.type, CSVW.Table)]
    for n in range(nodes - 3):
        column = f"_:c{n}"
        said += [("_:table", CSVW.column, column), (column, RDF.type, CSVW.Column)]
        said += [(column, CSVW["name"], literal(f"c{n}")), (column, CSVW.title, literal(f"Column {n}", language="en"))]
        said.append((column, CSVW.datatype, literal("integer")))
    return Record.of(iri, said)


def _first(client: Client, address: str) -> float:
    """Of a description that this process has not read yet."""
    reading._record.cache_clear()
    reading._ready.cache_clear()
    return _once(lambda: client.get(address))


def _sent(page: bytes) -> dict[str, str]:
    form = html.fromstring(page.decode()).get_element_by_id("edit")
    return {name: value or "" for name, value in form.form_values()}


def _save(client: Client, slug: str, sent: dict[str, str], number: int) -> float:
    answer = {}

    def post() -> None:
        changed = sent | {"title.0": f"Title {number}"}
        answer["is"] = client.post(f"/edit/{slug}", changed, headers={"hx-request": "true"})

    took = _once(post)
    (seen,) = html.fromstring(f"<div>{answer['is'].content.decode()}</div>").xpath("//input[@name='seen']")
    sent["seen"] = seen.get("value")
    return took


def _pair(one, other) -> tuple[float, float]:
    one(), other()
    pairs = [(_once(one), _once(other)) for _ in range(ROUNDS // 4)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
