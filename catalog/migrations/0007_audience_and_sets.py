"""The sets that harvesters ask for, in the order in which what is in them changed."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from catalog.models import Revision
from catalog.topics import ITEMS, sets_of
from fair_metadata.record import Record

CHUNK = 500
_PART = "http://www.w3.org/ns/dcat#distribution"


def _fill(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """From the graphs that everybody saw last, as `rebuild columns` does with the models of its day."""
    found = apps.get_model("catalog", "Resource").objects.filter(public_number__isnull=False, kind__in=ITEMS)
    ids = iter(list(found.order_by("id").values_list("id", flat=True)))
    rows = apps.get_model("catalog", "ResourceSet").objects
    while batch := list(islice(ids, CHUNK)):
        rows.bulk_create(_rows(apps, list(found.filter(id__in=batch))))


def _rows(apps: Apps, batch: list[Any]) -> Iterator[Any]:
    graphs = apps.get_model("catalog", "Revision").objects.filter(number__in=[one.public_number for one in batch])
    packed, newer = dict(graphs.values_list("number", "packed")), _newer(apps, batch)
    for one in batch:
        record = Record.from_ntriples(one.iri, Revision.unpack(packed[one.public_number]))
        owner = [f"organisation:{one.organisation_id}"] if one.organisation_id else []
        number = max(one.public_number, newer.get(one.pk, 0))
        for spec in (*sets_of(record, one.kind), *owner):
            yield apps.get_model("catalog", "ResourceSet")(resource=one, spec=spec, number=number)


def _newer(apps: Apps, batch: list[Any]) -> dict[int, int]:
    """Of what is listed, the newest change of a distribution."""
    listed = [one for one in batch if (one.state, one.visibility) == ("published", "everybody")]
    held = list(apps.get_model("catalog", "Link").objects.filter(source__in=listed, path=_PART))
    parts = apps.get_model("catalog", "Resource").objects.filter(
        kind="distribution", public_number__isnull=False, iri__in=[link.target for link in held]
    )
    numbers, found = dict(parts.values_list("iri", "public_number")), {}
    for link in held:
        found[link.source_id] = max(numbers.get(link.target, 0), found.get(link.source_id, 0))
    return found


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_drafts")]

    operations = [
        migrations.CreateModel(
            name="ResourceSet",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("spec", models.CharField(max_length=200)),
                ("number", models.BigIntegerField()),
                ("resource", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sets", to="catalog.resource")),
            ],
            options={"indexes": [models.Index(fields=["spec", "number", "resource"], name="catalog_res_spec_fd2164_idx")]},
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
    ]
