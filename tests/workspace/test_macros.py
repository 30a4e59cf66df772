"""Macros on the screens: put together in Settings, read before they run, told where they stopped, taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.conversations.models import Macro, MacroRun, Message, put_right
from cha.conversations.models.macro import keep_macro
from cha.core.ids import encode
from cha.promises.models import Promise, release_promise
from cha.team.models.team import form_team
from tests.conversations.test_macros import LATE, late
from tests.shop import Shop, verbs
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


def shown(page: str) -> dict[str, Any]:
    """What the form would send as it is shown."""
    found: dict[str, Any] = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    found["step"] = re.findall(r'name="step" value="(\d+)"[^>]*? checked', page)
    found |= dict(re.findall(r'<textarea[^>]*name="(text-\d+)"[^>]*>([^<]*)<', page))
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_it_says_what_it_would_do_for_this_person_and_then_does_that(shop: Shop) -> None:
    conversation, client, macro = shop.adaeze_writes(), browser(shop.maartje), late(shop)
    chosen = client.get(f"/now/{conversation.public_id}/macros").content.decode()
    assert "Late delivery" in chosen
    address = f"/now/{conversation.public_id}/macros/{encode(macro.pk)}"
    page = client.get(address).content.decode()
    for words in ("Write to Adaeze", "Take it over yourself", "Tag “late delivery, courier”", "Promise news "):
        assert words in page
    assert "the field is asked for no more" in page
    form = shown(page)
    assert form["text-0"] == "Dear Adaeze, they come at 14:35."
    assert "6" not in form["step"]
    form["text-0"] = "Dear Adaeze, at half past two."
    answer = client.post(address, form)
    assert answer.status_code == 303
    assert Message.objects.filter(text="Dear Adaeze, at half past two.", delivery="held").exists()
    assert Promise.objects.get(words="news").by.isoformat(timespec="seconds") == form["by-5"]
    told = client.get(answer["Location"]).content.decode()
    assert "Late delivery: 8 steps done" in told
    assert client.post(address, form).status_code == 303
    assert verbs(conversation).count("macro.run") == 1
    undo = re.search(r'action="([^"]*macro-runs[^"]*)"', told)
    assert undo
    assert client.post(undo[1]).status_code == 303
    assert not Message.objects.filter(delivery="held").exists()
    trail = client.get(f"/now/{conversation.public_id}/trail").content.decode()
    assert "took a set of steps back" in trail


def test_where_it_stops_is_said_with_the_reason_and_the_way_back(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    for promise in Promise.objects.all():
        release_promise(promise, by=shop.maartje)
    steps = [{"act": "promise", "words": "news", "minutes": 5}, {"act": "later", "hours": 900}, {"act": "right"}]
    address = f"/now/{conversation.public_id}/macros/{encode(late(shop, steps).pk)}"
    answer = client.post(address, shown(client.get(address).content.decode()))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "“Late delivery” stopped on its way" in page
    assert "Something is promised before then." in page
    assert ("Stopped here" in page, "Not reached" in page, "Take it back" in page) == (True, True, True)
    run = MacroRun.objects.get()
    assert client.post(f"/now/{conversation.public_id}/macro-runs/{encode(run.pk)}/undoing").status_code == 303
    assert not Promise.objects.filter(state="open").exists()


def test_a_blank_that_is_still_open_is_filled_before_anything_is_done(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    macro = late(shop, [{"act": "tag", "tags": ["late"]}, {"act": "say", "text": "At {when?}, {first_name}"}])
    address = f"/now/{conversation.public_id}/macros/{encode(macro.pk)}"
    answer = client.post(address, shown(client.get(address).content.decode()))
    assert answer.status_code == 422
    assert "At {when?}, Adaeze</textarea>" in answer.content.decode()
    assert not conversation.tags.exists()


def test_what_cannot_be_here_is_unticked_says_why_and_is_not_done(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    put_right(conversation, by=shop.maartje)
    macro = late(shop, [{"act": "right"}, {"act": "later", "hours": 2}])
    address = f"/now/{conversation.public_id}/macros/{encode(macro.pk)}"
    page = client.get(address).content.decode()
    assert "not now: it is not open any more" in page
    refused = client.post(address, {**shown(page), "step": ["0"]})
    assert refused.status_code == 422
    assert "Nothing is ticked" in refused.content.decode()


def test_nothing_typed_is_lost_when_somebody_changed_it_meanwhile(shop: Shop) -> None:
    conversation, client, macro = shop.adaeze_writes(), browser(shop.maartje), late(shop)
    address = f"/now/{conversation.public_id}/macros/{encode(macro.pk)}"
    form = shown(client.get(address).content.decode()) | {"text-0": "My own words."}
    keep_macro(macro, by=shop.priya, name="Late delivery", steps=LATE[:3])
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert "My own words." in answer.content.decode()
    assert "Read it once more" in answer.content.decode()


def test_others_may_not_run_see_or_take_back_what_is_not_theirs(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.priya)
    own = keep_macro(None, by=shop.maartje, name="Zweigelt", steps=LATE, owner=shop.maartje)
    assert "Zweigelt" not in client.get(f"/now/{conversation.public_id}/macros").content.decode()
    assert "Zweigelt" not in client.get("/settings/macros").content.decode()
    for address in (f"/now/{conversation.public_id}/macros/{encode(own.pk)}", f"/settings/macros/{encode(own.pk)}"):
        assert client.get(address).status_code == 404
    mine = browser(shop.maartje)
    address = f"/now/{conversation.public_id}/macros/{encode(own.pk)}"
    mine.post(address, shown(mine.get(address).content.decode()))
    run = MacroRun.objects.get()
    assert client.post(f"/now/{conversation.public_id}/macro-runs/{encode(run.pk)}/undoing").status_code == 404


def test_as_many_queries_however_many_macros(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    late(shop)
    client.get(f"/now/{conversation.public_id}/macros")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/now/{conversation.public_id}/macros")
    for number in range(9):
        keep_macro(None, by=shop.priya, name=f"More {number}", steps=LATE, team=form_team("Weddings", by=shop.priya))
        keep_macro(None, by=shop.priya, name=f"Still {number}", steps=LATE)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/now/{conversation.public_id}/macros")
    assert len(many) == len(few)


def test_as_many_queries_however_often_a_step_is_there(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    few, many = late(shop), late(shop, [*LATE, *[{"act": "note", "text": "More {order}"}] * 6])
    counts = []
    for macro in (few, few, many):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/now/{conversation.public_id}/macros/{encode(macro.pk)}")
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_it_is_put_together_a_step_at_a_time_without_script(shop: Shop) -> None:
    client = browser(shop.priya)
    page = client.post("/settings/macros/new", {"name": "Late", "whose": "", "more": "say", "add": "1"})
    assert "1. Write a reply" in page.content.decode()
    form = {
        "name": "Late", "whose": "", "steps": ["0", "1", "2"], "act-0": "say", "text-0": "Dear {first_name}",
        "act-1": "later", "when-1": "morning", "act-2": "tag", "tags-2": "late, courier",
        "order-0": "3", "order-1": "2", "order-2": "1",
    }  # fmt: skip
    assert client.post("/settings/macros/new", {**form, "add": "1", "more": "give"}).status_code == 200
    assert not Macro.objects.exists()
    assert client.post("/settings/macros/new", form).status_code == 303
    macro = Macro.objects.get()
    assert macro.steps == [
        {"act": "tag", "tags": ["late", "courier"]},
        {"act": "later", "morning": True},
        {"act": "say", "text": "Dear {first_name}"},
    ]
    address = f"/settings/macros/{encode(macro.pk)}"
    page = client.get(address)
    assert "late, courier" in page.content.decode()
    gone = {"name": "Late", "whose": "mine", "steps": ["0"], "act-0": "give", "hand-0": f"member:{encode(shop.jef.pk)}"}
    assert client.post(address, gone).status_code == 303
    macro.refresh_from_db()
    assert (macro.steps, macro.owner) == ([{"act": "give", "member": shop.jef.pk}], shop.priya)
    assert client.post(f"{address}/deletion").status_code == 303
    assert not Macro.objects.exists()


def test_a_step_that_says_too_little_keeps_everything_that_was_typed(shop: Shop) -> None:
    form = {"name": "Late", "whose": "mine", "steps": ["0", "1"], "act-0": "note", "text-0": "Ask the driver"}
    answer = browser(shop.maartje).post("/settings/macros/new", {**form, "act-1": "tag", "tags-1": " "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ask the driver" in page
    assert "Name at least one tag." in page
    assert browser(shop.jef).post("/settings/macros/new", {**form, "act-1": "right"}).status_code == 403


def test_agents_keep_their_own_and_managers_everybodys(shop: Shop) -> None:
    macro = late(shop)
    client = browser(shop.maartje)
    assert client.get(f"/settings/macros/{encode(macro.pk)}").status_code == 403
    assert "Everybody" not in client.get("/settings/macros/new").content.decode().split("<form")[1]
    assert "Macros" in client.get("/settings/replies").content.decode()
