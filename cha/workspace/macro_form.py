"""The form that a macro is put together in: a part per step, in the order of its numbers. Works without script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from cha.conversations.models import Macro
from cha.conversations.steps import MOST, Step
from cha.core.ids import decode, encode
from cha.people.fields import Kind
from cha.people.models.custom_field import fields_of
from cha.team.models import Member, Team
from cha.team.models.role import ANSWERS
from cha.workspace.now.steps import ACTS
from cha.workspace.now.words import topics

_BOXES: Final = ("text", "words", "minutes", "when", "key", "value", "topic", "hand", "tags", "items")


def typed_steps(form: QueryDict) -> list[dict[str, str]]:
    """The parts of the form as they were typed, in order, without those that were taken out; `add` makes one more."""
    found: list[tuple[int, int, dict[str, str]]] = []
    for place in form.getlist("steps")[: MOST + 5]:
        step = {name: form.get(f"{name}-{place}", "") for name in ("act", *_BOXES)}
        if step["act"] in ACTS and not form.get(f"off-{place}"):
            found.append((_order(form.get(f"order-{place}", "")), len(found), step))
    steps = [step for _order, _place, step in sorted(found, key=lambda one: one[:2])]
    if form.get("add") and form.get("more") in ACTS:
        steps.append(dict.fromkeys(_BOXES, "") | {"act": str(form["more"])})
    return steps


def _order(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 4 else 999


def kept_steps(macro: Macro | None) -> list[dict[str, str]]:
    """The parts of the form for what is kept."""
    return [_boxes(step) for step in macro.steps] if macro else []


def _boxes(step: Mapping[str, Any]) -> dict[str, str]:
    boxes = {name: str(step.get(name, "")) for name in ("act", *_BOXES)}
    boxes["tags"] = ", ".join(step.get("tags", ()))
    boxes["items"] = "\n".join(step.get("items", ()))
    boxes["when"] = "morning" if step.get("morning") else str(step.get("hours", ""))
    for name in ("member", "team"):
        if step.get(name):
            boxes["hand"] = f"{name}:{encode(step[name])}"
    boxes["hand"] = "me" if step.get("me") else boxes["hand"]
    return boxes


def step_of(boxes: Mapping[str, str]) -> Step:
    """One part of the form as the verb takes it."""
    step: Step = dict(boxes)
    step["tags"] = boxes["tags"].split(",")
    step |= {"morning": True} if boxes["when"] == "morning" else {"hours": boxes["when"]}
    kind, _sep, name = boxes["hand"].partition(":")
    if kind == "me":
        step["me"] = True
    elif kind in ("member", "team"):
        step[kind] = _id(name)
    return step


def _id(name: str) -> int | None:
    try:
        return decode(name)
    except ValueError:
        return None


def choices() -> dict[str, Any]:
    """What the parts offer to choose from. Three queries."""
    hands = Member.objects.filter(is_active=True, role__in=ANSWERS).order_by("name")
    fields = [field for field in fields_of("conversation") if field.kind != Kind.PERSON]
    return {
        "acts": ACTS,
        "offers": [(name, words) for name, (words, _icon) in ACTS.items()],
        "hands": [
            ("", _("Choose")),
            ("me", _("Whoever runs it")),
            *((f"member:{encode(row.pk)}", row.name) for row in hands),
            *((f"team:{encode(row.pk)}", row.name) for row in Team.objects.order_by("name")),
        ],
        "fields": [("", _("Choose")), *((field.key, field.name) for field in fields)],
        "topics": [("", _("Choose")), *topics()],
        "whens": [
            ("1", _("in an hour")),
            ("3", _("in three hours")),
            ("24", _("in a day")),
            ("72", _("in three days")),
            ("168", _("in a week")),
            ("morning", _("tomorrow at nine, or when we open")),
        ],
    }
