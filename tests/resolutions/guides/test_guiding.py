"""Guides are drafted, checked, published and taken away; who walks an old version finishes it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from cha.config.commands import guide_export, guide_import
from cha.config.options import current
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ledger import Event
from cha.resolutions.guiding import (
    delete_guide,
    draft_of,
    drop_guide_draft,
    export_guides,
    guides,
    import_guides,
    keep_guide_draft,
    publish_guide,
)
from cha.resolutions.models import Guide, PolicySet
from cha.resolutions.walks import answer_step, begin_walk, standing_of
from tests.resolutions.guides.written import LATE
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def published(shop: Shop, text: str = LATE) -> Guide:
    """A guide that is walked."""
    guide = keep_guide_draft(None, text, by=shop.priya)
    publish_guide(guide, by=shop.priya)
    guide.refresh_from_db()
    return guide


def test_a_draft_is_kept_and_published_as_a_version(shop: Shop) -> None:
    guide = keep_guide_draft(None, LATE, by=shop.priya)
    assert (guide.slug, guide.name, guide.topics) == ("late-delivery", "Late delivery", ["late_delivery"])
    assert guide.live is None
    version = publish_guide(guide, by=shop.priya, why="The first one")
    assert (version.number, version.text) == (1, LATE)
    keep_guide_draft(guide, LATE.replace("Ring first", "Ring them"), by=shop.priya)
    guide.refresh_from_db()
    assert guide.live_id == version.pk
    assert publish_guide(guide, by=shop.priya).number == 2
    done = list(Event.objects.filter(subject="guide").order_by("id").values_list("verb", flat=True))
    assert done == ["guide.kept", "guide.published", "guide.kept", "guide.published"]


def test_keeping_the_same_again_is_nothing_new(shop: Shop) -> None:
    guide = published(shop)
    keep_guide_draft(guide, LATE.replace("\n", "\r\n"), by=shop.priya)
    assert draft_of(guide) is None
    with pytest.raises(Conflict, match="as it stands"):
        publish_guide(guide, by=shop.priya)


def test_with_an_error_it_is_not_published(shop: Shop) -> None:
    guide = keep_guide_draft(None, LATE.replace("  → end, with a promise\n", ""), by=shop.priya)
    with pytest.raises(Invalid, match="Step 4 has no end"):
        publish_guide(guide, by=shop.priya)


def test_what_the_policy_never_gives_is_not_published(shop: Shop) -> None:
    rule = {"key": "1", "remedies": ["part"], "never": True, "because": "We do not."}
    PolicySet(number=1, state="live", rules=[rule], starts_at=now()).save()
    guide = keep_guide_draft(None, LATE, by=shop.priya)
    with pytest.raises(Invalid, match="never given"):
        publish_guide(guide, by=shop.priya)


def test_what_cannot_be_read_is_told_by_its_line(shop: Shop) -> None:
    with pytest.raises(Invalid, match="Line 2: ") as raised:
        keep_guide_draft(None, "Guide: x\nHello\n", by=shop.priya)
    assert raised.value.details["line"] == 2
    assert not Guide.objects.exists()


def test_two_who_write_at_once_are_told(shop: Shop) -> None:
    guide = published(shop)
    keep_guide_draft(guide, LATE.replace("Ring first", "Ring them"), by=shop.priya, was=LATE)
    with pytest.raises(Conflict, match="Somebody else wrote"):
        keep_guide_draft(guide, LATE.replace("Ring first", "Call them"), by=shop.priya, was=LATE)
    drop_guide_draft(guide, by=shop.priya)
    assert draft_of(guide) is None


def test_only_leads_write(shop: Shop) -> None:
    guide = published(shop)
    for work in (
        lambda: keep_guide_draft(None, LATE, by=shop.maartje),
        lambda: publish_guide(guide, by=shop.maartje),
        lambda: delete_guide(guide, by=shop.maartje),
        lambda: import_guides(LATE, by=shop.jef),
    ):
        with pytest.raises(Refused):
            work()


def test_who_walks_the_old_one_finishes_it(shop: Shop) -> None:
    guide, conversation = published(shop), shop.adaeze_writes()
    walk = begin_walk(conversation, guide, by=shop.maartje)
    keep_guide_draft(guide, LATE.replace("Ring first", "Ring them"), by=shop.priya)
    publish_guide(guide, by=shop.priya)
    delete_guide(guide, by=shop.priya)
    delete_guide(guide, by=shop.priya)
    walk = answer_step(walk, "left", "Yes", by=shop.maartje)
    walk = answer_step(walk, "moment", "Ring first", by=shop.maartje)
    here = standing_of(walk)
    assert here.at
    assert here.at.key == "workshop"
    assert list(guides()) == []
    with pytest.raises(NotFound):
        begin_walk(shop.adaeze_writes("Once more", sender="a@b.example"), guide, by=shop.maartje)


def test_all_of_them_go_out_and_come_in_as_one_text(shop: Shop) -> None:
    guide = published(shop)
    text = export_guides()
    assert import_guides(text, by=CHA) == [guide]
    assert draft_of(guide) is None
    delete_guide(guide, by=shop.priya)
    (again,) = import_guides(text, by=CHA)
    assert (again.pk != guide.pk, again.slug) == (True, "late-delivery")
    with pytest.raises(Invalid, match="Line 3: "):
        import_guides("=== a ===\nGuide: a\n?\n", by=CHA)
    with pytest.raises(Invalid, match="no guide"):
        import_guides("\n", by=CHA)


def test_the_command_line_takes_them_out_and_in(shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(shop)
    options = current()
    guide_export.run(Namespace(), options)
    (tmp_path / "guides.txt").write_text(capsys.readouterr().out.replace("Ring first", "Ring them"))
    guide_import.run(Namespace(file=str(tmp_path / "guides.txt")), options)
    assert capsys.readouterr().out.startswith("late-delivery: kept as a draft.")
    draft = draft_of(Guide.objects.get())
    assert draft
    assert "Ring them" in draft.text
    with pytest.raises(NotFound, match="cannot be read"):
        guide_import.run(Namespace(file=str(tmp_path / "none.txt")), options)
