"""The search tables: FTS5 on SQLite, tsvector with GIN on PostgreSQL. Django has no model for either.

Positions are in no index: phrases are looked up in the message itself. On PostgreSQL each message also carries three
words for when it was made (`cha.conversations.search.stretches`), because a GIN index has no order: asked for one
stretch after another, it walks a common word newest first.
"""

from django.db import migrations

TABLES = ("conversations_words", "people_words")
# The tokens are folded and cut already: the tokenizer must not fold them again.
FTS5 = "CREATE VIRTUAL TABLE {} USING fts5(words, detail = none, tokenize = 'unicode61 remove_diacritics 0')"


def make(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(FTS5.format(table))
        else:
            schema_editor.execute(f"CREATE TABLE {table} (id bigint PRIMARY KEY, words tsvector NOT NULL)")
            schema_editor.execute(f"CREATE INDEX {table}_gin ON {table} USING gin (words)")


def drop(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    replaces = [
        ("conversations", "0002_words"),
        ("conversations", "0004_words_by_time"),
    ]

    dependencies = [("conversations", "0001_squashed_0015_added_steps")]

    operations = [migrations.RunPython(make, drop)]
