"""Persons who were there before their keys: a task goes through them, a hundred at a time (`people.look_at_everybody`)."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def look_at_everybody(apps: Any, schema_editor: Any) -> None:
    if apps.get_model("people", "Person").objects.exists():
        tasks = apps.get_model("core", "Task").objects
        tasks.create(name="people.look_at_everybody", args=[0], key="look_at_everybody:0", lane="work", rank=9)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_repeated"),
        ("people", "0008_found_by_order_number"),
    ]

    operations = [
        migrations.RunPython(look_at_everybody, migrations.RunPython.noop),
    ]
