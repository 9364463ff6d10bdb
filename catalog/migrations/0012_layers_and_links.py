"""Local layers over what comes from elsewhere, yearly checks, and web addresses with how they answered."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0011_import'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Layer',
            fields=[
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='layer', serialize=False, to='catalog.resource')),
                ('was_packed', models.BinaryField()),
                ('theirs_packed', models.BinaryField()),
                ('theirs_digest', models.CharField(max_length=64)),
                ('theirs_at', models.DateTimeField()),
                ('fields', models.PositiveIntegerField(default=0)),
                ('conflicts', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='resource',
            name='arrival',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.arrival'),
        ),
        migrations.AddField(
            model_name='resource',
            name='checked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='resource',
            name='checked_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='resource',
            name='completeness',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('submitted', 'Submitted for review'), ('returned', 'Returned'), ('approved', 'Approved'), ('published', 'Published'), ('assigned', 'Assigned to you'), ('commented', 'Commented on'), ('transferred', 'Handed over to another organisation'), ('check-due', 'Yearly checks that are due')], max_length=20),
        ),
        migrations.AlterField(
            model_name='quiet',
            name='kind',
            field=models.CharField(choices=[('submitted', 'Submitted for review'), ('returned', 'Returned'), ('approved', 'Approved'), ('published', 'Published'), ('assigned', 'Assigned to you'), ('commented', 'Commented on'), ('transferred', 'Handed over to another organisation'), ('check-due', 'Yearly checks that are due')], max_length=20),
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=2000, unique=True)),
                ('host', models.CharField(max_length=255)),
                ('due_at', models.DateTimeField(db_index=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('ok_at', models.DateTimeField(null=True)),
                ('failing_since', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('problem', models.CharField(blank=True, choices=[('gone', 'It says that nothing is there.'), ('refused', 'It does not answer as it should.'), ('failing', 'Its server is busy or failing.'), ('silent', 'It did not answer in time.'), ('unreached', 'It cannot be reached.'), ('unknown', 'There is no such host.'), ('inner', 'It is not on the open internet, so it is not asked.'), ('circle', 'It redirects in a circle, or too often.'), ('invalid', 'It is no address that can be asked.')], max_length=20)),
                ('leads_to', models.CharField(blank=True, max_length=2000)),
                ('is_broken', models.BooleanField(db_index=True, default=False)),
            ],
            options={
                'ordering': ['url'],
                'indexes': [models.Index(fields=['host', 'due_at'], name='catalog_add_host_1c435e_idx')],
            },
        ),
        migrations.CreateModel(
            name='AddressCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField()),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('problem', models.CharField(blank=True, choices=[('gone', 'It says that nothing is there.'), ('refused', 'It does not answer as it should.'), ('failing', 'Its server is busy or failing.'), ('silent', 'It did not answer in time.'), ('unreached', 'It cannot be reached.'), ('unknown', 'There is no such host.'), ('inner', 'It is not on the open internet, so it is not asked.'), ('circle', 'It redirects in a circle, or too often.'), ('invalid', 'It is no address that can be asked.')], max_length=20)),
                ('address', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='catalog.address')),
            ],
            options={
                'ordering': ['-checked_at'],
            },
        ),
        migrations.CreateModel(
            name='AddressUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=500)),
                ('address', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='catalog.address')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='catalog.resource')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('resource', 'address', 'path'), name='one_use_once')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
        ),
    ]
