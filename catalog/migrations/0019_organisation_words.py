"""What an organisation is called in several languages, as whom descriptions name it, and whom they are also for."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('catalog', '0018_sets_of_all_kinds')]

    operations = [
        migrations.AddField('organisation', 'names', models.JSONField(blank=True, default=dict)),
        migrations.AddField('organisation', 'descriptions', models.JSONField(blank=True, default=dict)),
        migrations.AddField('organisation', 'identifier', models.CharField(blank=True, max_length=300)),
        migrations.AddField('organisation', 'email', models.EmailField(blank=True, max_length=254)),
        migrations.AddField('organisation', 'aims', models.JSONField(blank=True, default=list)),
    ]
