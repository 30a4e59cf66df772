"""Guides on their pages: listed, taken, changed by small forms, written as text, tried, published. No script needed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.conversations.models.tagging import set_topic
from cha.core.ids import encode
from cha.resolutions.guiding import draft_of, flow_of
from cha.resolutions.models import Guide
from cha.resolutions.walks import begin_walk, leave_walk
from tests.resolutions.guides.test_guiding import published
from tests.resolutions.guides.test_walks import on_its_way
from tests.resolutions.guides.written import LATE
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


def address(guide: Guide) -> str:
    """Where its page is."""
    return f"/guides/{encode(guide.pk)}"


def page(client: Client, where: str, status: int = 200) -> str:
    """What a page says."""
    answer = client.get(where)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def test_a_fresh_shop_is_offered_guides_that_are_ready(shop: Shop) -> None:
    client = browser(shop.priya)
    assert "Wilted or damaged flowers" in page(client, "/guides")
    answer = client.post("/guides/new", {"ready": "damaged-flowers"})
    guide = Guide.objects.get()
    assert answer["Location"] == address(guide)
    assert "Not published yet" in page(client, address(guide))
    assert client.post(f"{address(guide)}/publishing").status_code == 303
    assert "Take “Wilted" not in page(client, "/guides")
    assert "Guide: Wilted or damaged flowers" in page(client, "/guides/all.txt")


def test_words_and_drawing_stand_side_by_side(shop: Shop) -> None:
    guide, client = published(shop), browser(shop.priya)
    shown = page(client, address(guide))
    assert shown.count('<li id="step-') == 5
    assert '<svg class="flow"' in shown
    assert '<a href="#step-moment">' in shown
    assert "5 steps, from “Has it left the workshop?” on." in shown
    assert "Filled in from how the order stands" in shown
    assert 'style="' not in shown
    assert '<svg class="flow"' not in page(client, f"{address(guide)}?see=words")
    assert '<li id="step-' not in page(client, f"{address(guide)}?see=drawing")


def test_the_small_forms_change_one_thing_each(shop: Shop) -> None:
    guide, client = published(shop), browser(shop.priya)
    here = address(guide)
    for where, form in (
        ("steps", {"kind": "call", "words": "The one who knows the family calls."}),
        ("steps/6/answers", {"label": "They answer", "to": "end:handed"}),
        ("steps/6/place", {"to": "up"}),
        ("steps/left/answers", {"label": "It is for a funeral", "to": "6", "when": "funeral"}),
        ("steps/left", {"kind": "ask", "words": "Has it left?", "known": "order status"}),
        ("steps/time/words", {"language": "fr", "words": "Il arrive à {time}."}),
        ("steps/moment/answers/removal", {"label": "Ring first"}),
    ):
        answer = client.post(f"{here}/{where}", form)
        assert answer.status_code == 303, answer.content.decode()
    assert answer["Location"] == f"{here}#step-moment"
    flow = flow_of(draft_of(guide))  # type: ignore[arg-type]
    assert [step.key for step in flow.steps] == ["left", "workshop", "moment", "time", "6", "ways"]
    assert flow.steps[0].turns[2].when == ("funeral",)
    assert flow.steps[3].said_in("fr") == "Il arrive à {time}."
    assert client.post(f"{here}/steps/6/removal").status_code == 303
    assert "Step 1 has no end" in page(client, here)
    assert "when step 1 is mended" in page(client, here)
    refused = client.post(f"{here}/publishing")
    assert (refused.status_code, "Step 1 has no end" in refused.content.decode()) == (422, True)
    client.post(f"{here}/draft-removal")
    assert draft_of(guide) is None


def test_what_does_not_fit_is_said_and_nothing_is_changed(shop: Shop) -> None:
    guide, client = published(shop), browser(shop.priya)
    answer = client.post(f"{address(guide)}/steps/left/answers", {"label": "To -> fro", "to": "time"})
    assert (answer.status_code, "Leave arrows" in answer.content.decode()) == (422, True)
    assert client.post(f"{address(guide)}/steps/nowhere/removal").status_code == 404
    assert draft_of(guide) is None


def test_the_whole_text_is_written_and_what_is_wrong_is_told_by_line(shop: Shop) -> None:
    guide, client = published(shop), browser(shop.priya)
    where = f"{address(guide)}/text"
    assert "[workshop] Do:" in page(client, where)
    wrong = client.post(where, {"text": LATE + "hello\n", "was": LATE})
    assert (wrong.status_code, "Line 31: " in wrong.content.decode()) == (422, True)
    assert "hello\n</textarea>" in wrong.content.decode()
    changed = LATE.replace("Ring first", "Ring them").replace("\n", "\r\n")
    assert client.post(where, {"text": changed, "was": LATE.replace("\n", "\r\n")}).status_code == 303
    late = client.post(where, {"text": LATE.replace("Ring first", "Call"), "was": LATE})
    assert (late.status_code, "Somebody else wrote" in late.content.decode()) == (409, True)
    assert "- Ring them → workshop" in late.content.decode()


def test_it_is_tried_on_a_true_story_and_nothing_is_kept(shop: Shop) -> None:
    guide, conversation, client = published(shop), on_its_way(shop), browser(shop.priya)
    set_topic(conversation, "late_delivery", by=shop.maartje)
    assert "Try it on Adaeze’s story" in page(client, address(guide))
    shown = page(client, f"{address(guide)}/trying")
    assert "On its way; known, from Web shop" in shown
    assert "a=moment%3AYes" in shown
    shown = page(client, f"{address(guide)}/trying?story={conversation.public_id}&a=moment:Yes&a=time:")
    assert "It comes to its end: end, with a promise." in shown
    assert client.get(f"{address(guide)}/trying?a=moment:Never").status_code == 422
    assert client.get(f"{address(guide)}/trying?story=nothing").status_code == 404


def test_where_people_leave_is_shown_at_the_step(shop: Shop) -> None:
    guide, client = published(shop), browser(shop.priya)
    leave_walk(begin_walk(shop.adaeze_writes(), guide, by=shop.maartje), "Too long.", by=shop.maartje)
    shown = page(client, address(guide))
    assert "1 of 1 left here" in shown
    assert "Too long." in shown
    assert "Used 1 time." in shown


def test_who_writes_none_reads_them(shop: Shop) -> None:
    guide, client = published(shop), browser(shop.maartje)
    shown = page(client, address(guide))
    assert "Has it left the workshop?" in shown
    assert "Take the step out" not in shown
    assert client.post(f"{address(guide)}/deletion").status_code == 403
    assert browser(shop.priya).post(f"{address(guide)}/deletion")["Location"] == "/guides"
    assert client.get(address(guide)).status_code == 404


def test_the_page_asks_the_same_however_long_the_guide_is(shop: Shop) -> None:
    short, client = published(shop), browser(shop.priya)
    steps = "".join(f"\n[n{n}] Do: Wait.\n  → end, put right\n" for n in range(40))
    long = published(shop, LATE.replace("Late delivery", "Long") + steps)
    counts = []
    for guide in (short, short, long, long):
        with CaptureQueriesContext(connection) as queries:
            client.get(address(guide))
            counts.append(len(queries))
    assert counts[1] == counts[3] <= 24
