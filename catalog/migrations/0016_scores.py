"""One figure for a dataset, its FAIR points, in the place of its completeness; and how they were over time."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0015_pids")]

    operations = [
        migrations.RenameField(model_name="resource", old_name="completeness", new_name="fair"),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.BigIntegerField()),
                ("rules", models.PositiveSmallIntegerField()),
                ("points", models.PositiveSmallIntegerField()),
                ("passed", models.PositiveSmallIntegerField()),
                ("findable", models.PositiveSmallIntegerField()),
                ("accessible", models.PositiveSmallIntegerField()),
                ("interoperable", models.PositiveSmallIntegerField()),
                ("reusable", models.PositiveSmallIntegerField()),
                ("signposting", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="catalog.resource"
                    ),
                ),
            ],
            options={
                "ordering": ["revision", "rules"],
                "constraints": [
                    models.UniqueConstraint(fields=("resource", "revision", "rules"), name="one_score_once")
                ],
            },
        ),
    ]
