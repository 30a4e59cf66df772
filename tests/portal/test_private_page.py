"""The page behind a private link."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cha.channels.models import Delivery
from cha.conversations.models import Conversation, Message, note, say
from cha.conversations.private_link import private_path, revoke_links
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import Event
from cha.people.models import Fact, Person
from tests.portal.conftest import Shop, sent_all

pytestmark = pytest.mark.django_db(transaction=True)


def html(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_says_what_we_understood_what_we_promised_and_what_happens_next(phone: Client, link: str) -> None:
    page = html(phone, link)
    assert "Adaeze, we heard you." in page
    assert "The flowers are peach" in page
    assert "2291</bdi>" in page
    assert "Our promise" in page
    assert "You wrote, we heard you" in page
    assert "my order 2291 came in peach" in page


def test_no_script_no_inline_style_and_nothing_that_may_be_kept(phone: Client, link: str) -> None:
    response = phone.get(link)
    assert b"<script" not in response.content
    assert b" style=" not in response.content
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"].startswith("noindex")
    assert response["Referrer-Policy"] == "same-origin"


def test_opening_changes_nothing(phone: Client, link: str, peach: Conversation) -> None:
    sent_all(peach)
    before, version = Event.objects.count(), peach.version
    html(phone, link)
    html(phone, link + "/put-right")
    html(phone, link + "/correct")
    peach.refresh_from_db()
    assert (Event.objects.count(), peach.version) == (before, version)
    assert not peach.person.points.get().proven


def test_notes_and_what_may_still_be_undone_are_never_shown(
    phone: Client, shop: Shop, link: str, peach: Conversation
) -> None:
    note(peach, "She is difficult, careful.", by=shop.maartje)
    say(peach, "I come to you myself.", by=shop.maartje, hold=timedelta(minutes=5))
    page = html(phone, link + "?all")
    assert "careful" not in page
    assert "I come to you myself" not in page


def test_the_answer_of_a_member_is_shown_under_their_first_name(
    phone: Client, shop: Shop, link: str, peach: Conversation
) -> None:
    shop.answers(peach, "All twelve again in white.\n\nI promise.")
    page = html(phone, link)
    assert "All twelve again in white." in page
    assert "<bdi>Maartje</bdi>" in page
    assert "Maartje is looking after this" in page


def test_answering_is_heard_once_however_often_it_is_pressed(phone: Client, link: str, peach: Conversation) -> None:
    form = {"body": "White ranunculus, please.", "once": "pressed-twice"}
    for _ in range(2):
        response = phone.post(link + "/answer", form)
        assert response.status_code == 303
    heard = Message.objects.filter(conversation=peach, external_id="portal:pressed-twice")
    assert heard.get().address == "adaeze@nwosu.example"
    assert "White ranunculus, please." in html(phone, response["Location"].split("#")[0])


def test_answering_proves_the_address_the_link_was_sent_to(phone: Client, link: str, peach: Conversation) -> None:
    sent_all(peach)
    phone.post(link + "/answer", {"body": "It is me.", "once": "1"})
    assert peach.person.points.get().verified_how == "link"


def test_replies_after_an_answer_from_the_page_stay_in_the_mail_thread(
    phone: Client, shop: Shop, link: str, peach: Conversation
) -> None:
    phone.post(link + "/answer", {"body": "From the page.", "once": "1"})
    shop.answers(peach, "Thank you for telling us.")
    delivery = Delivery.objects.filter(kind="reply").latest("id")
    assert delivery.address == "adaeze@nwosu.example"
    assert all("@" in key for key in [delivery.in_reply_to, *delivery.references])


def test_an_empty_answer_is_refused_in_words(phone: Client, link: str) -> None:
    response = phone.post(link + "/answer", {"body": "  ", "once": "1"})
    assert response.status_code == 422
    assert b"Please write a few words first." in response.content


def test_files_are_kept_and_open_only_behind_the_link(phone: Client, shop: Shop, link: str) -> None:
    photo = SimpleUploadedFile("peach.png", b"\x89PNG\r\n\x1a\n", "text/html")
    phone.post(link + "/answer", {"body": "", "once": "1", "files": [photo]})
    page = html(phone, link)
    assert "peach.png" in page
    path = page.split('class="file" href="')[1].split('"')[0]
    response = phone.get(path)
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()
    other = shop.writes("Piet Claes", "piet@claes.example", "Roses", "Do you have roses?")
    stolen = private_path(other) + "/files/" + path.rsplit("/", 1)[1]
    assert phone.get(stolen).status_code == 404


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("big.jpg", 11)], "big.jpg: This file is too big. At most 10 MB."),
        ([(f"{n}.jpg", 0) for n in range(7)], "At most 6 files at a time."),
    ],
)
def test_too_many_or_too_large_files_are_refused_in_words_and_what_was_typed_is_kept(
    phone: Client, link: str, peach: Conversation, files: list[tuple[str, int]], words: str
) -> None:
    chosen = [SimpleUploadedFile(name, b"x" * (size * 1024 * 1024 + 1)) for name, size in files]
    response = phone.post(link + "/answer", {"body": "Look at <these>", "once": "1", "files": chosen})
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "Look at &lt;these&gt;" in page
    assert not Message.objects.filter(external_id="portal:1").exists()


def test_twenty_answers_in_an_hour_and_then_words(phone: Client, link: str) -> None:
    for n in range(20):
        assert phone.post(link + "/answer", {"body": f"{n}", "once": f"{n}"}).status_code == 303
    response = phone.post(link + "/answer", {"body": "One more word", "once": "x"})
    assert response.status_code == 429
    assert b"One more word" in response.content


def test_a_corrected_fact_is_heard_and_replaces_the_old_one(phone: Client, link: str, peach: Conversation) -> None:
    page = html(phone, link + "/correct")
    which = page.split('name="which" value="')
    key = next(part.split('"')[0] for part in which[1:] if "2291" in part)
    phone.post(link + "/correct", {"which": key, "body": "No, it is order 2292.", "once": "c"})
    assert [fact.value for fact in Fact.objects.filter(kind="order", corrected_by=None)] == ["2292"]
    assert "2292</bdi>" in html(phone, link)
    assert Message.objects.get(external_id="portal:c").text == "No, it is order 2292."


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de", "es", "ar"])
def test_speaks_six_languages_and_remembers_the_choice(phone: Client, link: str, language: str) -> None:
    page = html(phone, f"{link}?lang={language}")
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert f'<html lang="{language}"' in html(phone, link)
    if language != "en":
        assert "What happens next" not in page


def test_a_forged_link_and_a_strangers_learn_nothing(phone: Client, link: str) -> None:
    page = html(phone, link[:-1] + ("0" if link[-1] != "0" else "1"), 404)
    assert "This page has rested." in page
    assert "nwosu" not in page
    assert html(phone, "/w/nonsense", 404).count("This page has rested.")


def test_a_revoked_link_sends_a_new_one_to_the_address_they_wrote_from(
    phone: Client, link: str, peach: Conversation
) -> None:
    revoke_links(peach, by=CHA)
    page = html(phone, link, 410)
    assert "a…e@nwosu.example" in page
    assert "2291" not in page
    assert phone.post(link + "/answer", {"body": "x"}).status_code == 410
    response = phone.post(link + "/link")
    assert "Look in your mail" in html(phone, response["Location"])
    worker.run_all()
    delivery = Delivery.objects.get(kind="link")
    assert delivery.address == "adaeze@nwosu.example"
    assert private_path(Conversation.objects.get(pk=peach.pk)).rsplit("-", 1)[1] in delivery.text


def test_a_link_rests_after_its_days(phone: Client, link: str) -> None:
    with time_machine.travel(now() + timedelta(days=32)):
        assert "Your link was good until" in html(phone, link, 410)


def test_a_name_is_shown_and_never_run(phone: Client, shop: Shop) -> None:
    bad = shop.writes("<script>alert(1)</script>", "x@y.example", "<img src=x onerror=alert(1)>", "<b>order 7777</b>")
    page = html(phone, private_path(bad))
    assert "<script" not in page
    assert "<img" not in page


def test_another_persons_words_are_never_on_the_page(phone: Client, shop: Shop, link: str, adaeze: Person) -> None:
    shop.writes("Piet Claes", "piet@claes.example", "Roses", "Do you have order 5555 ready?")
    page = html(phone, link)
    assert "Piet" not in page
    assert "5555" not in page


def test_forms_without_their_token_are_refused(link: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link + "/answer", {"body": "x", "once": "1"}).status_code == 403


def test_as_many_queries_for_a_long_exchange_as_for_a_short_one(
    phone: Client, shop: Shop, link: str, peach: Conversation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        shop.answers(peach, f"Word {n}")
    with django_assert_max_num_queries(13):
        html(phone, link)
