"""Telephone numbers as they are written down from now on (E.164), as `cha.people.phones` does; in batches.

A number that somebody else has in that writing stays as it is: that two may be one is for members to say.
"""

from babel.core import get_global
from django.db import migrations

import phonenumbers

BATCH = 500


def region_of(brand):
    if brand is None:
        return None
    if brand.country:
        return brand.country.upper()
    try:
        own = phonenumbers.region_code_for_number(phonenumbers.parse(brand.phone))
    except phonenumbers.NumberParseException:
        own = None
    return own or get_global("zone_territories").get(brand.zone)


def written(value, region):
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_possible_number(number):
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def forwards(apps, schema_editor):
    points = apps.get_model("people", "ContactPoint").objects.using(schema_editor.connection.alias)
    region = region_of(apps.get_model("team", "Brand").objects.using(schema_editor.connection.alias).order_by("id").first())
    last = 0
    while True:
        rows = list(points.filter(kind="phone", pk__gt=last).order_by("pk")[:BATCH])
        if not rows:
            return
        for row in rows:
            value = written(row.value, region)
            if value != row.value and not points.filter(kind="phone", value=value).exists():
                points.filter(pk=row.pk).update(value=value)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_organisations_and_records"),
        ("team", "0005_api_tokens"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
