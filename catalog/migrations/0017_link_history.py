"""How often an address was asked, and how often it broke; and that a host may want no programs."""

from django.db import migrations, models

TROUBLES = [('gone', 'It says that nothing is there.'), ('refused', 'It does not answer as it should.'), ('failing', 'Its server is busy or failing.'), ('silent', 'It did not answer in time.'), ('unreached', 'It cannot be reached.'), ('unknown', 'There is no such host.'), ('inner', 'It is not on the open internet, so it is not asked.'), ('circle', 'It redirects in a circle, or too often.'), ('invalid', 'It is no address that can be asked.'), ('barred', 'Its host wants no programs to ask (robots.txt), so it is not asked.')]


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0016_scores'),
    ]

    operations = [
        migrations.AddField(model_name='address', name='asked', field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name='address', name='broke', field=models.PositiveIntegerField(default=0)),
        migrations.AlterField(model_name='address', name='problem', field=models.CharField(blank=True, choices=TROUBLES, max_length=20)),
        migrations.AlterField(model_name='addresscheck', name='problem', field=models.CharField(blank=True, choices=TROUBLES, max_length=20)),
    ]
