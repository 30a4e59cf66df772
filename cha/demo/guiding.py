"""The shop's guides are written and walked, by the verbs themselves, at the moments when somebody needed them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cha.conversations.models import Conversation, State
from cha.core.clock import standing_at
from cha.core.errors import Conflict
from cha.demo.world.guides import GUIDES, WALKS, WalkOf
from cha.resolutions.guides.ready import ready
from cha.resolutions.guiding import keep_guide_draft, publish_guide
from cha.resolutions.models import Guide, GuideWalk
from cha.resolutions.walks import answer_step, begin_walk, finish, know_better, leave_walk, standing_of
from cha.team.models import Member

WRITTEN: Final = timedelta(days=58)
SOON: Final = timedelta(minutes=6)
MOST: Final = 24


def write_and_walk_guides(at: datetime, crew: dict[str, Member]) -> None:
    """Publish the guides, and walk them where it was about what they are for and is put right by now."""
    for slug, keeper in GUIDES:
        with standing_at(at - WRITTEN):
            guide = keep_guide_draft(None, ready()[slug], by=crew[keeper], slug=slug)
            publish_guide(guide, by=crew[keeper], why="The first one")
        guide.refresh_from_db()
        _walk_all(guide, WALKS[slug], crew)


def _walk_all(guide: Guide, ways: tuple[WalkOf, ...], crew: dict[str, Member]) -> None:
    settled = Conversation.objects.filter(topic__in=guide.topics, state__in=(State.PUT_RIGHT, State.CONFIRMED))
    answering = [member for member in crew.values() if member.answers]
    for number, talk in enumerate(settled.order_by("pk")[:MOST]):
        by = talk.assignee or answering[number % len(answering)]
        with standing_at(talk.opened_at + SOON):
            _walk(begin_walk(talk, guide, by=by), ways[number % len(ways)], by, number // len(ways))


def _walk(walk: GuideWalk, way: WalkOf, by: Member, time: int) -> None:
    for step, answer in way.answers:
        try:
            walk = answer_step(walk, step, answer, by=by)
        except Conflict:
            # What was known led elsewhere; the walk ends where it stands.
            break
    if way.ends == "end" and standing_of(walk).end:
        finish(walk, "", by=by)
    else:
        leave = know_better if way.ends == "other" else leave_walk
        leave(walk, way.says[time] if time < len(way.says) else "", by=by)
