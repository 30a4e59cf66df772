"""Search by stretches of time. Positions are in no index: phrases are looked up in the message itself.

On PostgreSQL each message also carries three words for when it was made (`cha.conversations.search.stretches`), because
a GIN index has no order: asked for one stretch after another, it walks a common word newest first.
"""

from django.db import migrations

TABLES = ("conversations_words", "people_words")
FTS5 = "CREATE VIRTUAL TABLE {} USING fts5(words, detail = {}, tokenize = 'unicode61 remove_diacritics 0')"
STRETCHES = """UPDATE {} SET words = words
    || ('~1' || (id >> 48))::tsvector || ('~2' || (id >> 53))::tsvector || ('~3' || (id >> 58))::tsvector"""


def by_time(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            _anew(schema_editor, table, "none")
        else:
            schema_editor.execute(STRETCHES.format(table))


def without(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            _anew(schema_editor, table, "full")


def _anew(schema_editor, table, detail):
    schema_editor.execute(FTS5.format(f"{table}_anew", detail))
    schema_editor.execute(f"INSERT INTO {table}_anew (rowid, words) SELECT rowid, words FROM {table}")  # noqa: S608
    schema_editor.execute(f"DROP TABLE {table}")
    schema_editor.execute(f"ALTER TABLE {table}_anew RENAME TO {table}")


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_worth_a_word")]
    operations = [migrations.RunPython(by_time, without)]
