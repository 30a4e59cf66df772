"""Folding and cutting text for search: the same words in the index and in the query, safe in both engines."""

from __future__ import annotations

import sqlite3
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.language.fold import LONGEST, MOST_TERMS, MOST_TOKENS, document, fts5_query, query_tokens, tokens, tsquery


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café CRÈME", "cafe creme"),
        ("Straße", "strasse"),
        ("Łódź Đorđe smørrebrød", "lodz dorde smorrebrod smoerrebroed"),
        ("Müller", "muller mueller"),
        ("ＡＢＣ １２３ ﬁn", "abc 123 fin"),
        ("١٢٣ ۴۵۶ १२३", "123 456 123"),
        ("أَحْمَد آدم إلى ـــ", "احمد ادم الي"),
        ("الورد", "الورد ورد"),
        ("ёлка йод", "елка йод"),
        ("ΕΛΛΆΣ", "ελλασ"),
        ("买花束", "买花 花束 束"),
        ("カタログ", "かた たろ ろぐ ぐ"),
        ("서울", "서울 울"),
        ("花", "花"),
        ("o’brien", "obrien o brien"),
        ("t-shirt", "tshirt t shirt"),
        ("ana@mail.example", "anamailexample ana mail example"),
        ("#JL-2041", "jl2041 jl 2041"),
        ("jl2041", "jl2041 jl 2041"),
        ("iPhone买的", "iphone 买的 的"),
        ("«Hello», (world)!", "hello world"),
        ("👍 … \x00 --- ''", ""),
    ],
)
def test_text_becomes_plain_words(text: str, expected: str) -> None:
    assert document(text) == expected


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Adaeze Nwosu", "nwosu"),
        ("Ana Lúcia Ferreira", "lucia"),
        ("Herr Müller", "mueller"),
        ("Frau Mueller", "müller"),
        ("Frau Muller", "Müller"),
        ("l’homme", "homme"),
        ("un homme", "l'homme"),
        ("买一束花", "花"),
        ("花", "花"),
        ("我要买花束", "花束"),
        ("我要买花束", "买花束"),
        ("陈美", "陈"),
        ("your order JL-2041", "2041"),
        ("your order JL-2041", "jl2041"),
        ("your order JL2041", "JL-2041"),
        ("your order JL 2041", "JL-2041"),
        ("mail ana.f@mail.example please", "ana.f@mail.example"),
        ("mail ana@mail.example please", "ana@mai"),
        ("mail ana@mail.example please", "mail.example"),
        ("call +32 9 223 45 67", "09 223 45 67"),
        ("call 0032 (0)9 223.45.67", "+3292234567"),
        ("وصل الورد", "ورد"),
        ("ورد", "الورد"),
        ("wedding flowers", "wedd"),
        ("٢٠٤١", "2041"),
        ("don’t", "dont"),
        ("the café-bar", "cafe bar"),
    ],
)
@pytest.mark.parametrize("engine", ["model", "fts5"])
def test_a_query_finds_what_was_written(written: str, asked: str, engine: str) -> None:
    assert (_finds_by_model if engine == "model" else _finds_by_fts5)(written, asked)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("红花", "白花"),
        ("JL-2042", "JL-2041"),
        ("ana@mail.example", "eva@mail.example"),
        ("rose", "roses"),
        ("йод", "иод"),
    ],
)
@pytest.mark.parametrize("engine", ["model", "fts5"])
def test_a_query_does_not_find_something_else(written: str, asked: str, engine: str) -> None:
    assert not (_finds_by_model if engine == "model" else _finds_by_fts5)(written, asked)


def test_nothing_to_ask_is_empty_and_finds_nothing() -> None:
    assert tsquery(" … ") == ""
    assert not _finds_by_fts5("anything", "…")


def test_only_the_last_word_is_a_beginning_and_a_space_ends_it() -> None:
    assert fts5_query("red ros") == '(("red")) AND (("ros"*))'
    assert fts5_query("red rose ") == '(("red")) AND (("rose"))'
    assert tsquery("red ros", prefix_last=False) == "(('red')) & (('ros'))"


def test_documents_and_queries_are_bounded() -> None:
    assert len(tokens("word " * (MOST_TOKENS + 5))) == MOST_TOKENS
    assert len(query_tokens(" ".join(f"w{n}" for n in range(40)))) == MOST_TERMS
    assert max(map(len, tokens("x" * 5000))) == LONGEST


@given(st.text())
def test_every_token_is_letters_and_ascii_digits(text: str) -> None:
    for token in tokens(text):
        assert token
        assert len(token) <= LONGEST
        assert all(c in string.digits or unicodedata.category(c)[0] == "L" for c in token)


@given(st.text(min_size=1))
def test_folding_again_changes_no_word(text: str) -> None:
    once = tokens(text)
    assert set(once) <= set(tokens(" ".join(once)))


@given(st.text(max_size=60))
def test_sqlite_takes_every_token_whole_and_every_query_without_error(text: str) -> None:
    index = _index(document(text))
    assert set(_words_of(index)) == set(tokens(text))
    index.execute("SELECT rowid FROM words WHERE words MATCH ?", [fts5_query(text)]).fetchall()
    index.close()


@given(st.text(max_size=60))
def test_a_text_finds_itself(text: str) -> None:
    assert not query_tokens(text) or _finds_by_model(text, text)


@given(st.text(alphabet="'\"*:()&|!<->^~ aAñ花_.@0", max_size=30))
def test_signs_of_query_languages_never_get_through(text: str) -> None:
    index = _index("a")
    index.execute("SELECT rowid FROM words WHERE words MATCH ?", [fts5_query(text)]).fetchall()
    index.close()
    assert all(term.ways and all(way and all(way) for way in term.ways) for term in query_tokens(text))


def _index(folded: str) -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE words USING fts5(folded, tokenize='unicode61 remove_diacritics 0')")
    index.execute("CREATE VIRTUAL TABLE found USING fts5vocab(words, row)")
    index.execute("INSERT INTO words VALUES (?)", [folded])
    return index


def _words_of(index: sqlite3.Connection) -> list[str]:
    return [row[0] for row in index.execute("SELECT term FROM found")]


def _finds_by_fts5(written: str, asked: str) -> bool:
    index = _index(document(written))
    hits = index.execute("SELECT rowid FROM words WHERE words MATCH ?", [fts5_query(asked)]).fetchall()
    index.close()
    return bool(hits)


def _finds_by_model(written: str, asked: str) -> bool:
    there, terms = tokens(written), query_tokens(asked)
    last = len(terms) - 1

    def way_is_there(way: tuple[str, ...], prefix: bool) -> bool:
        *whole, end = way
        begins = any(word.startswith(end) for word in there) if prefix else end in there
        return begins and all(word in there for word in whole)

    return bool(terms) and all(
        any(way_is_there(way, term.prefix or n == last) for way in term.ways) for n, term in enumerate(terms)
    )
