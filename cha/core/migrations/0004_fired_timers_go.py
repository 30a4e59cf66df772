"""Timers that fired are rows no more: those of earlier versions go, a batch at a time."""

from typing import Any

from django.db import migrations

BATCH = 2000


def forget_fired(apps: Any, schema_editor: Any) -> None:
    timers = apps.get_model("core", "Timer").objects.exclude(fired_at=None)
    while batch := list(timers.values_list("pk", flat=True)[:BATCH]):
        timers.filter(pk__in=batch).delete()


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("core", "0003_meant_at"),
    ]

    operations = [
        migrations.RunPython(forget_fired, migrations.RunPython.noop),
    ]
