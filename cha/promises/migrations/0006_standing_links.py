"""Addresses that show promises without signing in."""


import cha.core.clock
import cha.core.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('promises', '0005_targets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StandingLink',
            fields=[
                ('id', cha.core.ids.IdField(default=cha.core.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('calendar', 'Calendar'), ('wall', 'Wall'), ('public', 'Public')], max_length=8)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('made_at', models.DateTimeField(default=cha.core.clock.now)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standing_links', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'member'], name='standing_link_kind')],
            },
        ),
    ]
