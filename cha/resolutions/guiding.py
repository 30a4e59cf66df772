"""Guides: written as drafts, checked, published as versions that are never changed, and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

from django.db.models import Max, QuerySet
from django.utils.text import slugify

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ids import encode
from cha.core.ledger import record
from cha.core.money import Money
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.resolutions.authority import rules_of
from cha.resolutions.guides.checks import Check, check, errors
from cha.resolutions.guides.flow import Flow, Suggestion
from cha.resolutions.guides.reading import read, read_all
from cha.resolutions.guides.writing import write_all
from cha.resolutions.models import Guide, GuideVersion
from cha.resolutions.models.policy import policy_in_force
from cha.resolutions.policy.case import Asker, Case
from cha.resolutions.policy.deciding import decide
from cha.team.models import Member, brand

# The words of an offer in another language are advised while one in so many conversations is held in it.
ONE_IN = 20


@asked()
def _standing() -> QuerySet[Guide]:
    return Guide.objects.filter(gone_at=None).select_related("live", "owner").order_by("name", "pk")


def guides() -> Sequence[Guide]:
    """All that stand, by name, with their version that is walked. One query."""
    return _standing()


@lru_cache(maxsize=200)
def _flow(pk: int, text: str) -> Flow:
    return read(text).flow


def flow_of(version: GuideVersion) -> Flow:
    """What a version says. A published one is read once in a process."""
    return _flow(version.pk, version.text)


def draft_of(guide: Guide) -> GuideVersion | None:
    """What is written and not published yet."""
    return guide.versions.filter(number=None).order_by("-pk").first()


def may_write(member: Member) -> bool:
    """Whether a member writes guides: leads and those above."""
    return member.is_active and member.leads


def must_write(by: Acting | Actor) -> None:
    """Raise Refused for a member who writes no guides."""
    if isinstance(by, Member) and not may_write(by):
        raise Refused("Leads write guides. Tell one of them what you would change: every step has a place for it.")


def must_read(text: str) -> Flow:
    """The guide that a text says. Raises Invalid with the first line that cannot be read; `wrong` has them all."""
    reading = read(text)
    if reading.wrong:
        first = reading.wrong[0]
        raise Invalid(f"Line {first.line}: {first.words}", field="text", line=first.line, wrong=reading.wrong)
    return reading.flow


@verb
def keep_guide_draft(
    guide: Guide | None, text: str, *, by: Acting | Actor, slug: str = "", was: str | None = None
) -> Guide:
    """Keep what is written, a new guide for None. Who walks it notices nothing until it is published.

    `was` is the text that the writer began from: raises Conflict where somebody else wrote meanwhile. Raises Invalid
    where it cannot be read, Refused for who writes no guides.
    """
    must_write(by)
    text = text.replace("\r\n", "\n").strip() + "\n"
    flow = must_read(text)
    row = _locked(guide) if guide else _new(flow, slug, by)
    draft = draft_of(row)
    stood = draft or row.live
    if was is not None and stood is not None and was.replace("\r\n", "\n").strip() != stood.text.strip():
        raise Conflict("Somebody else wrote here meanwhile. Look at what stands there now.", field="text")
    if stood is not None and stood.text == text:
        return row
    draft = draft or GuideVersion(guide=row)
    draft.text, draft.made_at, draft.made_by = text, now(), by if isinstance(by, Member) else None
    draft.save()
    if row.live is None:
        _called(row, flow)
    record("guide.kept", by=by, on=row)
    return row


def _new(flow: Flow, slug: str, by: Acting | Actor) -> Guide:
    wanted = (slugify(slug or flow.name) or "guide")[:50]
    taken = set(Guide.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    free = next(name for name in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if name not in taken)
    row = Guide(slug=free, owner=by if isinstance(by, Member) else None)
    row.save(force_insert=True)
    return row


def _locked(guide: Guide) -> Guide:
    row = Guide.objects.select_for_update(of=("self",)).filter(pk=guide.pk, gone_at=None).first()
    if row is None:
        raise NotFound("There is no such guide any more.")
    return row


def _called(row: Guide, flow: Flow) -> None:
    row.name, row.about, row.language = flow.name, flow.about, flow.language
    row.topics = list(flow.topics)
    row.save()


@verb
def publish_guide(guide: Guide, *, by: Acting | Actor, why: str = "") -> GuideVersion:
    """Let what is written be what is walked from now on. Who walks the one before finishes it.

    Raises Invalid while a check finds an error, Conflict where nothing is written, Refused for who writes no guides.
    """
    must_write(by)
    row = _locked(guide)
    draft = draft_of(row)
    if draft is None:
        raise Conflict("It is published as it stands.", code="published")
    flow = must_read(draft.text)
    wrong = errors(check(flow, judge=judge_for(flow)))
    if wrong:
        raise Invalid(f"{wrong[0].title} {wrong[0].words}", field="publish", step=wrong[0].step)
    last = row.versions.aggregate(last=Max("number"))["last"] or 0
    draft.number, draft.published_at, draft.why = last + 1, now(), why.strip()[:300]
    draft.save()
    row.live = draft
    _called(row, flow)
    record("guide.published", by=by, on=row, version=draft.number)
    return draft


@verb
def drop_guide_draft(guide: Guide, *, by: Acting | Actor) -> None:
    """Forget what was written since it was published. Raises Conflict where it never was: delete it then."""
    must_write(by)
    row = _locked(guide)
    if row.live_id is None:
        raise Conflict("It was never published. Delete it, if nobody needs it.")
    row.versions.filter(number=None).delete()
    record("guide.kept", by=by, on=row, dropped=True)


@verb
def delete_guide(guide: Guide, *, by: Acting | Actor) -> None:
    """Nobody begins it any more; who walks it finishes it, and what was counted stays. Twice is once."""
    must_write(by)
    row = Guide.objects.select_for_update(of=("self",)).get(pk=guide.pk)
    if row.gone_at is None:
        row.gone_at = now()
        row.slug = f"{row.slug[:40]}-{encode(row.pk)}"
        row.save(update_fields=["gone_at", "slug"])
        record("guide.deleted", by=by, on=row)


def checks_of(flow: Flow, languages: Sequence[str] = ()) -> tuple[Check, ...]:
    """Everything that is looked at before it goes out, with what the policy in force says."""
    return check(flow, languages=languages, judge=judge_for(flow))


def judge_for(flow: Flow) -> Judging:
    """Says of a suggestion what the policy in force lets a member with a seat give."""
    return Judging(flow.topics[0] if flow.topics else "")


class Judging:
    """The policy in force, asked about a guide's suggestions. Parts of an order are asked about without their worth."""

    def __init__(self, topic: str) -> None:
        face = brand()
        self.rules = rules_of(policy_in_force())
        self.currency = face.currency if face else "EUR"
        self.topic = topic

    def __call__(self, way: Suggestion) -> Literal["may", "ask", "no", ""]:
        if not self.rules:
            return ""
        amounts = [worth for worth in (way.amount, way.cost) if worth is not None and worth.currency]
        currency = amounts[0].currency if amounts else self.currency
        worth = Money(max((one.minor for one in amounts if one.currency == currency), default=0), currency)
        case = Case(way.kind, worth, Asker("agent"), datetime.now(UTC), topic=self.topic)
        verdict = decide(self.rules, case).verdict
        return "may" if verdict == "show" else verdict


def export_guides() -> str:
    """All published guides as one text, which `import_guides` takes."""
    return write_all([(row.slug, row.live.text) for row in guides() if row.live])


@verb
def import_guides(text: str, *, by: Acting | Actor) -> list[Guide]:
    """Keep the guides of a text as drafts: one that stands under its slug is written anew. All of them or none.

    Raises Invalid with the line of the text that cannot be read, Refused for who writes no guides.
    """
    must_write(by)
    parts = read_all(text)
    if not parts:
        raise Invalid("There is no guide in it.", field="text")
    found = []
    for slug, body, begins in parts:
        wrong = read(body).wrong
        if wrong:
            raise Invalid(f"Line {begins + wrong[0].line - 1}: {wrong[0].words}", field="text")
        row = Guide.objects.filter(slug=slug, gone_at=None).first() if slug else None
        found.append(keep_guide_draft(row, body, by=by, slug=slug))
    return found
