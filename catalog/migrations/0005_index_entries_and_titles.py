"""FAIR Data Points that told us of themselves, and titles in the order of which pages leaf."""

import uuid

from django.db import migrations, models
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Left, Lower


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0004_answered'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexEntry',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('client_url', models.CharField(max_length=500, unique=True)),
                ('permit', models.CharField(choices=[('pending', 'Waiting for an operator'), ('accepted', 'Accepted'), ('rejected', 'Rejected')], default='pending', max_length=20)),
                ('registered_at', models.DateTimeField()),
                ('pinged_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['client_url'],
            },
        ),
        migrations.AddField(
            model_name='resource',
            name='title',
            field=models.GeneratedField(db_persist=True, expression=Lower(Left(Coalesce(KT("card__title__en"), KT("card__title__"), "slug"), 100)), output_field=models.CharField(max_length=100)),
        ),
    ]
