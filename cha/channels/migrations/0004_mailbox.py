"""Mailboxes that mail is fetched from by IMAP."""

import cha.core.clock
import cha.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cha_channels', '0003_delivery_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', cha.core.ids.IdField(default=cha.core.ids.new_id, primary_key=True, serialize=False)),
                ('host', models.CharField(max_length=253)),
                ('port', models.IntegerField()),
                ('security', models.CharField(choices=[('tls', 'Tls'), ('starttls', 'Starttls'), ('none', 'None')], default='tls', max_length=8)),
                ('login', models.CharField(choices=[('password', 'Password'), ('xoauth2', 'Xoauth2')], default='password', max_length=8)),
                ('user', models.CharField(max_length=320)),
                ('secret', models.TextField(blank=True)),
                ('folder', models.CharField(default='INBOX', max_length=500)),
                ('after', models.CharField(choices=[('leave', 'Leave'), ('move', 'Move'), ('delete', 'Delete')], default='leave', max_length=6)),
                ('moved_to', models.CharField(blank=True, max_length=500)),
                ('paused', models.BooleanField(default=False)),
                ('started_at', models.DateTimeField(default=cha.core.clock.now)),
                ('changed_at', models.DateTimeField(default=cha.core.clock.now)),
                ('uid_validity', models.BigIntegerField(null=True)),
                ('last_uid', models.BigIntegerField(default=0)),
                ('put_uid', models.BigIntegerField(default=0)),
                ('stuck_uid', models.BigIntegerField(default=0)),
                ('stuck_tries', models.SmallIntegerField(default=0)),
                ('history', models.CharField(blank=True, choices=[('', 'None'), ('running', 'Running'), ('done', 'Done')], default='', max_length=8)),
                ('history_days', models.IntegerField(default=0)),
                ('history_uid', models.BigIntegerField(default=0)),
                ('history_to', models.BigIntegerField(default=0)),
                ('history_done', models.IntegerField(default=0)),
                ('history_total', models.IntegerField(default=0)),
                ('holder', models.CharField(blank=True, max_length=64)),
                ('lease_until', models.DateTimeField(null=True)),
                ('looked_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('failures', models.SmallIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, max_length=16)),
                ('said', models.CharField(blank=True, max_length=300)),
                ('trouble_at', models.DateTimeField(null=True)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailboxes', to='cha_channels.channel')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('trouble', ''), _negated=True), fields=['id'], name='mailbox_trouble')],
                'constraints': [models.UniqueConstraint(fields=('host', 'user', 'folder'), name='mailbox_once')],
            },
        ),
    ]
