"""Drafts: what is being written over a description."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0005_index_entries_and_titles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('packed', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('version', models.PositiveIntegerField(default=1)),
                ('stage', models.CharField(choices=[('writing', 'Being written'), ('in-review', 'In review'), ('returned', 'Returned'), ('approved', 'Approved, to be published later')], default='writing', max_length=20)),
                ('begun_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('base', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.revision')),
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='catalog.resource')),
                ('saved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-saved_at'],
            },
        ),
    ]
