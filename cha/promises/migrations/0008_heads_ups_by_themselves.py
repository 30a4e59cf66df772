"""Whether heads-ups go by themselves."""

import cha.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('promises', '0007_time_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='GoingAlone',
            fields=[
                ('id', cha.core.ids.IdField(default=cha.core.ids.new_id, primary_key=True, serialize=False)),
                ('minutes', models.SmallIntegerField(null=True)),
            ],
        ),
    ]
