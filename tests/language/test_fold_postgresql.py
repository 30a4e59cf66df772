"""PostgreSQL holds the very words that SQLite does."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cha.language.fold import document, query_tokens, tokens, tsquery

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL itself (CHA_DATABASE_URL)"),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_it_takes_every_token_whole(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lexeme FROM unnest(%s::tsvector)", [document(text)])
        assert {row[0] for row in cursor.fetchall()} == set(tokens(text))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="'\"*:()&|!<>\\ aAñ花_.@0", max_size=30))
def test_any_query_can_be_asked_and_a_text_finds_itself(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [document(text), tsquery(text)])
        row = cursor.fetchone()
    assert row == (bool(query_tokens(text)),)
