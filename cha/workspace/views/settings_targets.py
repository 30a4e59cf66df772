"""Settings, Targets: what the business asks of itself, as sentences. Persons never see them; they see promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.channels.models import Channel
from cha.core.errors import Invalid
from cha.core.ids import decode, encode
from cha.language.times import span
from cha.people.models.person import PersonTag
from cha.promises.models import Target, drop_target, set_target
from cha.promises.targets import STEPS
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.now.target_lines import step_words
from cha.workspace.now.words import medium_words, topic_words, topics
from cha.workspace.settings_page import saved, show, typed, wrong

UNITS: Final = {"minutes": 1, "hours": 60}
FRESH: Final = {"step": "first", "within": "2", "unit": "hours", "channel": "", "topic": "", "tag": ""}


@managers
@require_http_methods(["GET", "POST"])
def targets(request: MemberRequest) -> HttpResponse:
    """The targets, and another one."""
    if request.method != "POST":
        return _page(request, FRESH)
    post = typed(request)
    try:
        set_target(post.get("step", ""), _minutes(post), by=request.user, **_place(post))
    except Invalid as error:
        return _page(request, {**FRESH, **post}, status=422, errors=wrong(error))
    return saved("settings-targets")


@managers
@require_POST
def removal(request: MemberRequest, target_id: int) -> HttpResponse:
    """Ask it of ourselves no more."""
    drop_target(get_object_or_404(Target, pk=target_id), by=request.user)
    return saved("settings-targets")


def _minutes(post: Mapping[str, str]) -> int:
    number = post.get("within", "").strip()
    if not number.isdecimal() or len(number) > 6:
        raise Invalid(_("Write a number, such as 2."), field="within")
    return int(number) * UNITS.get(post.get("unit", ""), 60)


def _place(post: Mapping[str, str]) -> dict[str, Any]:
    """Where it counts. Raises Invalid for what is not there (any more)."""
    return {
        "channel": _one(Channel, post.get("channel", ""), "channel"),
        "topic": post.get("topic", ""),
        "tag": _one(PersonTag, post.get("tag", ""), "tag"),
    }


def _one(model: type[Channel] | type[PersonTag], key: str, field: str) -> Any:
    if not key:
        return None
    try:
        found = model._default_manager.filter(pk=decode(key)).first()
    except ValueError:
        found = None
    if found is None:
        raise Invalid(_("That is gone. Choose another one."), field=field)
    return found


def _page(request: MemberRequest, form: Mapping[str, str], **more: Any) -> HttpResponse:
    rows = Target.objects.select_related("channel", "tag").order_by("channel_id", "topic", "tag_id", "pk")
    groups = [(_heading(step), [_sentence(row) for row in rows if row.step == step]) for step in STEPS]
    context: dict[str, Any] = {
        "form": form,
        "groups": groups,
        "any": any(found for _heading_, found in groups),
        "steps": [(step, step_words(step).capitalize()) for step in STEPS],
        "units": [("minutes", _("open minutes")), ("hours", _("open hours"))],
        "channels": [(encode(row.pk), f"{medium_words(row.medium)}, {row}") for row in _channels()],
        "topics": topics(),
        "tags": [(encode(row.pk), row.name) for row in PersonTag.objects.order_by("name")[:200]],
    }
    return show(request, "settings/targets.html", **context, **more)


def _channels() -> list[Channel]:
    return list(Channel.objects.filter(active=True))


def _heading(step: str) -> str:
    return {"first": _("The first answer"), "next": _("Every next answer"), "put_right": _("Put right")}[step]


def _sentence(row: Target) -> dict[str, Any]:
    """A target as a sentence: "E-mail, late delivery: first answer within 2 open hours"."""
    places = [
        f"{medium_words(row.channel.medium)} ({row.channel})" if row.channel else "",
        topic_words(row.topic) if row.topic else "",
        row.tag.name if row.tag else "",
    ]
    within = span(timedelta(minutes=row.minutes), get_language() or "en")
    words = {"step": step_words(row.step), "span": within}
    return {
        "id": row.pk,
        "where": ", ".join(filter(None, places)) or _("Everywhere else"),
        "within": _("%(step)s within %(span)s of open time") % words,
    }
