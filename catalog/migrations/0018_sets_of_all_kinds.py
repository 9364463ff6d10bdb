"""Every item has a row for its kind, and one for each that it says it is part of."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_FILL = import_module("catalog.migrations.0007_audience_and_sets")._fill  # by the sets that there are by now


def _again(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("catalog", "ResourceSet").objects.all().delete()
    _FILL(apps, editor)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0015_pids")]

    operations = [migrations.RunPython(_again, migrations.RunPython.noop)]
