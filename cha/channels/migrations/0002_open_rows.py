"""Partial indexes under conditions that SQLite can see in a query: it never concludes one `IN` from another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cha_channels", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="delivery", name="delivery_open"),
        migrations.RemoveIndex(model_name="payload", name="payload_open"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "sent"), _negated=True), fields=["state", "id"], name="delivery_open"
            ),
        ),
        migrations.AddIndex(
            model_name="payload",
            index=models.Index(
                condition=models.Q(("state", "read"), _negated=True), fields=["state", "id"], name="payload_open"
            ),
        ),
    ]
