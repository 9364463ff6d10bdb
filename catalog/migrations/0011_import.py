"""Imports: what somebody looks at before it is taken in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0009_review'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notes', models.JSONField(default=list)),
                ('made_at', models.DateTimeField(db_index=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('arrival', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='catalog.arrival')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.organisation')),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='ImportEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('where', models.CharField(blank=True, max_length=300)),
                ('iri', models.CharField(max_length=2000)),
                ('kind', models.CharField(choices=[('catalog', 'Catalogue'), ('series', 'Dataset series'), ('dataset', 'Dataset'), ('distribution', 'Distribution'), ('service', 'Data service'), ('record', 'Catalogue record'), ('reference', 'Shared description')], max_length=20)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('fate', models.CharField(choices=[('created', 'New'), ('updated', 'Changed'), ('unchanged', 'Unchanged'), ('refused', 'Refused')], max_length=20)),
                ('because', models.TextField(blank=True)),
                ('problems', models.JSONField(default=list)),
                ('packed', models.BinaryField(default=bytes)),
                ('saw', models.CharField(blank=True, max_length=64)),
                ('version', models.PositiveIntegerField(default=0)),
                ('violations', models.PositiveIntegerField(default=0)),
                ('warnings', models.PositiveIntegerField(default=0)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('part_of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='catalog.import')),
                ('resource', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.resource')),
            ],
            options={
                'ordering': ['place'],
                'indexes': [models.Index(fields=['part_of', 'fate', 'place'], name='catalog_imp_part_of_e431b3_idx')],
            },
        ),
    ]
