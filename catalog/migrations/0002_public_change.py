"""When what everybody sees of a resource changed last."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def _as_far_as_is_known(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """What is public now changed at its last revision; what left the public before is not known any more."""
    shown = apps.get_model("catalog", "Resource").objects.filter(
        state__in=["published", "withdrawn"], visibility="everybody"
    )
    shown.update(public_number=F("revision_id"), public_at=F("modified_at"))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.AddField("resource", "public_number", models.BigIntegerField(db_index=True, null=True)),
        migrations.AddField("resource", "public_at", models.DateTimeField(db_index=True, null=True)),
        migrations.RunPython(_as_far_as_is_known, migrations.RunPython.noop),
    ]
