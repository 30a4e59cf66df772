"""Search finds in every script, newest first, narrowed, the same on both engines, and never what may not be seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from cha.conversations.filters import know, narrowed, parse
from cha.conversations.models import Message, assign, attach, note, tag
from cha.conversations.search import find_messages, find_people, index_message, index_person, walking, write_words
from cha.conversations.search.asking import asked, in_a_row, meets
from cha.conversations.search.messages import Look, look
from cha.conversations.search.stretches import cover, marks
from cha.conversations.search.walking import matching
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import first_id
from cha.language import fold
from cha.people.models import Fact, Person
from cha.people.models.contact_point import add_point, meet
from cha.team.models import Member, Role, Scope
from cha.team.models.sight import set_sight
from tests.shop import Shop

SAID = {
    "adaeze": "Everything came in peach. I asked for white ranunculus, order JL-2291.",
    "chen": "我想订一束白玫瑰送给妈妈，请在六月送到。",
    "huda": "طلبتُ باقة من عشرين وردة لعيد ميلاد والدتي، ولم تصل بعد",
    "alyona": "Здравствуйте! Ёлка и пионы приехали вовремя. Спасибо!",
    "somchai": "ดอกไม้ยังไม่มาส่ง ช่วยตรวจสอบให้หน่อยค่ะ",
    "yuki": "注文番号JL-2307の花がまだ届きません。Yuki です。",
    "minsu": "제 주문이 아직 도착하지 않았어요. 장미 꽃다발",
    "jurgen": "Die Straße heißt Lindenallee 17. Grüße aus Köln, Müller",
    "mixed": "Чай from 東京 with وردة and café",
}
FINDS = {
    "peach": ["adaeze"], "玫瑰": ["chen"], "妈妈": ["chen"], "白": ["chen"], "وردة": ["huda", "mixed"],
    "ورده": ["huda", "mixed"], "طلبت": ["huda"], "елка": ["alyona"], "ПИОНЫ": ["alyona"], "спасиб": ["alyona"],
    "ดอกไม้": ["somchai"], "ตรวจ": ["somchai"], "届き": ["yuki"], "2307": ["yuki"], "yuki": ["yuki"], "장미": ["minsu"],
    "strasse": ["jurgen"], "mueller": ["jurgen"], "muller koln": ["jurgen"], "東京 чай": ["mixed"], "CAFE": ["mixed"],
    "jl-22": ["adaeze"], "jl 2291": ["adaeze"], '"white ranunculus"': ["adaeze"], '"ranunculus white"': [],
    '"白玫瑰"': ["chen"], '"玫瑰白"': [], "white -peach": [], "white -tulip": ["adaeze"], '"aus köln"': ["jurgen"],
    '"aus koeln"': ["jurgen"], "nothing": [], "...": [], "": [],
}  # fmt: skip


def found(text: str, member: Member, **more: int) -> Look:
    """What a line of the filter language finds for a member."""
    filter = parse(text)
    known = know(filter, by=member)
    return look(asked(filter.words), narrowed(filter, by=member, at=now(), known=known), by=member, limit=50, **more)


def texts(messages: Iterable[Message]) -> list[str]:
    return [message.text for message in messages if message.kind == "heard"]


@pytest.mark.django_db(transaction=True)
def test_every_script_is_found_and_the_newest_comes_first(shop: Shop) -> None:
    for name, words in SAID.items():
        shop.adaeze_writes(words, sender=f"{name} <{name}@x.example>", subject=" ")
    for query, names in FINDS.items():
        wanted = [SAID[name] for name in reversed(SAID) if name in names]
        if parse(query).words and asked(query).indexed:
            assert texts(found(query, shop.maartje).messages) == wanted, query
        assert texts(find_messages(query, by=shop.maartje)) == (wanted if asked(query).indexed else []), query


@pytest.mark.django_db(transaction=True)
def test_filters_narrow_what_was_said(shop: Shop) -> None:
    peach = shop.adaeze_writes("It came in peach.")
    other = shop.adaeze_writes("Peach, as I wished.", sender="Huda <huda@x.example>", subject="Thanks")
    answer = shop.answers(peach, "Peach was wrong, I am sorry.")
    remark = note(other, "peach is her colour", by=shop.maartje)
    attach(other.messages.order_by("id")[0], "peach.jpg", "image/jpeg", b"x")
    tag(other, ["glad"], by=shop.maartje)
    assign(peach, by=shop.priya, member=shop.maartje)
    worker.run_all()
    heard = {row.conversation_id: row.pk for row in Message.objects.filter(kind="heard")}
    for text, wanted in {
        "peach": [remark.pk, answer.pk, heard[other.pk], heard[peach.pk]],
        "peach from:huda": [heard[other.pk]],
        "from:huda": [heard[other.pk]],
        "peach tag:glad": [remark.pk, heard[other.pk]],
        "peach has:file": [heard[other.pk]],
        "peach -tag:glad with:me": [answer.pk, heard[peach.pk]],
        "peach before:today": [],
        "peach after:today -has:file -from:huda": [answer.pk, heard[peach.pk]],
        "peach during:1h is:theirs": [answer.pk, heard[peach.pk]],
        "peach from:nobodyatall": [],
    }.items():
        messages = [row for row in found(text, shop.maartje).messages if row.kind != "acknowledged"]
        assert [row.pk for row in messages] == wanted, text


@pytest.mark.django_db(transaction=True)
def test_work_is_bounded_and_what_was_not_looked_at_is_said(shop: Shop) -> None:
    rare = shop.adaeze_writes("One word, long ago.")
    conversation = shop.adaeze_writes("Start.", sender="B <b@x.example>")
    rows = [Message(conversation=conversation, kind="heard", text=f"word {number}") for number in range(1200)]
    Message.objects.bulk_create(rows)
    index_message(*[row.pk for row in rows])
    Message.objects.filter(conversation=rare).update(author_name="rare")
    assign(rare, by=shop.priya, member=shop.maartje)
    first = found("word with:me", shop.maartje, most=500)
    assert not first.messages
    assert first.cut
    assert first.further
    seen, end = 0, first.further
    while end and seen < 10:
        filter = parse("word with:me")
        wide = narrowed(filter, by=shop.maartje, at=now(), known=know(filter, by=shop.maartje))
        step = look(asked("word"), type(wide)(wide.conversations, end=end), by=shop.maartje, limit=50, most=500)
        seen, end = seen + 1, step.further
        if step.messages:
            break
    assert texts(step.messages) == ["One word, long ago."]
    page = found("word", shop.maartje)
    assert len(page.messages) == 50
    assert page.further == page.messages[-1].pk
    assert not page.cut


@pytest.mark.django_db(transaction=True)
def test_what_may_not_be_seen_is_not_found(shop: Shop) -> None:
    mine = shop.adaeze_writes("It came in peach.")
    shop.adaeze_writes("Mine is peach too, JL-7766.", sender="Huda <huda@x.example>", subject="Other")
    set_sight(Role.AGENT, Scope.OWN, by=shop.priya)
    assign(mine, by=shop.priya, member=shop.maartje)
    worker.run_all()
    assert {row.conversation_id for row in found("peach", shop.maartje).messages} == {mine.pk}
    assert not found("from:huda", shop.maartje).messages
    assert not found('"peach too"', shop.maartje).messages
    assert not find_people("huda", by=shop.maartje)
    assert [person.name for person in find_people("huda", by=shop.priya)] == ["Huda"]


@pytest.mark.django_db(transaction=True)
def test_people_are_found_by_a_name_an_address_and_the_end_of_a_number(shop: Shop) -> None:
    conversation = shop.adaeze_writes("Call me.", sender="Chen Mei 陈美 <chen.mei@school.example>")
    person = conversation.person
    add_point(person, "phone", "+32 470 00 00 41", by=CHA)
    meet("email", "other@else.example", name="Жанна Ёлкина")
    worker.run_all()
    for query in ("chen", "陈美", "陈", "mei chen", "chen.mei@school", "school.example", "0470000041", "+32470000041"):
        assert [found.pk for found in find_people(query, by=shop.maartje)] == [person.pk], query
    assert [found.name for found in find_people("жанна елк", by=shop.maartje)] == ["Жанна Ёлкина"]


@pytest.mark.django_db(transaction=True)
def test_a_hidden_fact_finds_nobody(shop: Shop) -> None:
    mine = shop.adaeze_writes("About the ribbon.")
    hidden = shop.adaeze_writes("Something else.", subject="Another concern")
    Fact.objects.create(person=mine.person, conversation_id=hidden.pk, kind="order_number", value="JL-7766")
    set_sight(Role.AGENT, Scope.OWN, by=shop.priya)
    assign(mine, by=shop.priya, member=shop.maartje)
    worker.run_all()
    Person.objects.filter(pk=mine.person_id).update(about="Likes ranunculus")
    index_person(mine.person_id)
    assert not find_people("7766", by=shop.maartje)
    assert not find_people("adaeze 7766", by=shop.maartje)
    assert find_people("7766", by=shop.priya)
    assert find_people("ranunculus adaeze", by=shop.maartje)


@pytest.mark.django_db(transaction=True)
def test_however_the_index_is_walked_it_gives_the_same(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    rows = {
        first_id(
            at - timedelta(days=7 * number)
        ): f"word{' common' if number % 2 else ''}{' rare' * (number % 60 == 7)}"
        for number in range(240)
    }
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM conversations_words")
    write_words("conversations_words", rows.items())
    for size in (3, 40, 500):
        monkeypatch.setattr(walking, "ROWS", size)
        monkeypatch.setattr(walking, "BATCH", size)
        monkeypatch.setattr(walking, "SMALL", size)
        monkeypatch.setattr(walking, "AT_ONCE", 2 * size)
        for query in ("common", "comm", "rare ", "rare common ", "word ", "w", "nothing"):
            wanted = sorted((key for key, text in rows.items() if meets(query, text)), reverse=True)
            got = [key for reached in matching("conversations_words", query) for key in reached.ids]
            assert got == wanted, (query, size)
            middle = sorted(rows)[100]
            got = [key for reached in matching("conversations_words", query, middle, max(rows)) for key in reached.ids]
            assert got == [key for key in wanted if middle <= key < max(rows)], (query, size)


@pytest.mark.django_db(transaction=True)
def test_a_common_word_is_walked_by_its_stretches(shop: Shop) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite reads its lists from the end")
    key = first_id(now())
    write_words("conversations_words", [(key, "peach")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM conversations_words WHERE id = %s", [key])
        words = cursor.fetchone()[0]
    assert set(marks(key).split()) <= set(words.replace("'", "").split())


@given(some.integers(1, (1 << 63) - 2), some.integers(1, 1 << 62))
def test_stretches_cover_what_they_are_asked_for(first: int, length: int) -> None:
    end = min(first + length, (1 << 63) - 1)
    for key in (first, (first + end) // 2, end - 1):
        stretches = cover(first, end)
        assert len(stretches) <= 24
        assert not stretches or set(stretches) & set(marks(key).split())


@given(some.text(max_size=60), some.text(max_size=12))
def test_a_document_meets_what_its_own_words_ask(text: str, query: str) -> None:
    tokens = fold.document(text)
    for word in text.split()[:3]:
        if asked(word).indexed:
            assert meets(f"{word} ", tokens)
    assert meets(query, tokens) in (True, False)
    assert in_a_row(query, f"{text} {query} {text}") or not asked(query).indexed
