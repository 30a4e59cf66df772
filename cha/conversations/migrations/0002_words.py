"""The search tables: FTS5 on SQLite, tsvector with GIN on PostgreSQL. Django has no model for either."""

from django.db import migrations

TABLES = ("conversations_words", "people_words")


def make(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            # The tokens are folded and cut already: the tokenizer must not fold them again.
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')"
            )
        else:
            schema_editor.execute(f"CREATE TABLE {table} (id bigint PRIMARY KEY, words tsvector NOT NULL)")
            schema_editor.execute(f"CREATE INDEX {table}_gin ON {table} USING gin (words)")


def drop(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
