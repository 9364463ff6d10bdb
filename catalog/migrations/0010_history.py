"""History: who could see each revision; descriptions that are alike, and what was merged into what."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps: Any, editor: Any) -> None:
    """Of what was made before, only the latest text of each public resource is known to be public: it is shown now."""
    resources = apps.get_model("catalog", "Resource").objects.using(editor.connection.alias)
    public = resources.filter(state__in=["published", "withdrawn"], visibility="everybody").values("revision_id")
    revisions = apps.get_model("catalog", "Revision").objects.using(editor.connection.alias)
    revisions.filter(number__in=public).update(audience="public")


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0009_review'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='resource',
            name='replaced_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='catalog.resource'),
        ),
        migrations.AddField(
            model_name='revision',
            name='audience',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept_before', models.BigIntegerField()),
                ('other_before', models.BigIntegerField()),
                ('kept_after', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.resource')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.resource')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField()),
                ('reasons', models.JSONField(default=list)),
                ('found_at', models.DateTimeField()),
                ('verdict', models.CharField(blank=True, choices=[('', 'to be looked at'), ('different', 'not a duplicate'), ('merged', 'merged')], default='', max_length=20)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.resource')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.resource')),
            ],
            options={
                'ordering': ['-score', 'id'],
                'indexes': [models.Index(fields=['verdict', '-score', 'id'], name='catalog_lik_verdict_59aac4_idx')],
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='one_likeness_a_pair')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
