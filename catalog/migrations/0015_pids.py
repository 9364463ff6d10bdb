"""Identifiers by the pattern of each organisation; accounts with DataCite, DOIs, and what is asked for them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0014_saved'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DataciteAccount',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='datacite', serialize=False, to='catalog.organisation')),
                ('server', models.CharField(choices=[('test', 'Test system'), ('production', 'Production')], default='test', max_length=20)),
                ('prefix', models.CharField(max_length=40)),
                ('repository', models.CharField(max_length=100)),
                ('sealed', models.TextField(blank=True)),
            ],
        ),
        migrations.AddField(
            model_name='organisation',
            name='pid_base',
            field=models.CharField(blank=True, db_default='', default='', max_length=300),
        ),
        migrations.AddField(
            model_name='organisation',
            name='pid_pattern',
            field=models.CharField(blank=True, db_default='', default='', max_length=100),
        ),
        migrations.AddField(
            model_name='resource',
            name='doi',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.CreateModel(
            name='Doi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('server', models.CharField(choices=[('test', 'Test system'), ('production', 'Production')], max_length=20)),
                ('state', models.CharField(choices=[('asked', 'Asked for'), ('draft', 'Reserved: known to DataCite, leads nowhere yet'), ('registered', 'Registered: leads to the page, is not found in searches'), ('findable', 'Findable: leads to the page and is found in searches')], default='asked', max_length=20)),
                ('sent_number', models.BigIntegerField(default=0)),
                ('sent_digest', models.CharField(blank=True, max_length=64)),
                ('is_settled', models.BooleanField(default=True)),
                ('keeps_up', models.BooleanField(default=False)),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dois', to='catalog.organisation')),
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='registered_doi', to='catalog.resource')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='DoiCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=20)),
                ('attributes', models.JSONField()),
                ('number', models.BigIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be sent'), ('sending', 'Being sent'), ('done', 'Done'), ('failed', 'Not done')], default='waiting', max_length=20)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField(db_index=True)),
                ('said', models.TextField(blank=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('doi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='catalog.doi')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'sending'])), fields=('doi',), name='one_open_call')],
            },
        ),
        migrations.CreateModel(
            name='Pid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('iri', models.CharField(max_length=600, unique=True)),
                ('stem', models.CharField(max_length=600)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['stem', 'number'], name='catalog_pid_stem_75b076_idx')],
            },
        ),
    ]
