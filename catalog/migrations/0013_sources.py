"""Where the descriptions that are there came from. By itself: PostgreSQL alters no table that was just written to."""

from django.db import migrations, models


def note_sources(apps, schema_editor):
    """What stands as it came from elsewhere has that arrival as its source; what was written here since has none."""
    Resource, Revision = apps.get_model("catalog", "Resource"), apps.get_model("catalog", "Revision")
    came = Revision.objects.filter(resource=models.OuterRef("pk"), digest=models.OuterRef("digest"))
    came = came.exclude(arrival=None).exclude(arrival__source__startswith="/fdp")
    Resource.objects.update(arrival=models.Subquery(came.order_by("-number").values("arrival")[:1]))


class Migration(migrations.Migration):

    dependencies = [('catalog', '0012_layers_and_links')]

    operations = [migrations.RunPython(note_sources, migrations.RunPython.noop)]
