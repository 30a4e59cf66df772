"""The form of a pathway: rows of a sentence, when it is done, whose turn it is; in one language at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.promises.models.pathway_template import MOST, StepTemplate

SPARE: Final = 2


def whens() -> list[tuple[str, str]]:
    """What makes a step done, for choosing; "them" is a member's tick for a step that is the person's turn."""
    return [
        ("read", _("somebody has read it")),
        ("answered", _("we have answered")),
        ("hand", _("a member says so")),
        ("them", _("they did, and a member says so")),
        ("put_right", _("it is put right")),
    ]


def shown_rows(steps: Sequence[StepTemplate], language: str) -> list[dict[str, Any]]:
    """The rows of the form: those there are (the usual ones where none is), and empty ones before the last of them."""
    rows = [_row(step, language) for step in steps] or _usual(language)
    empty = {"key": "", "words": "", "when": "hand", "tells": False, "other": ""}
    spare = [dict(empty) for _number in range(min(SPARE, MOST - len(rows)))]
    return [*rows[:-1], *spare, *rows[-1:]]


def _usual(language: str) -> list[dict[str, Any]]:
    """The usual way, to begin from."""
    with override(language):
        usual = [("read", _("We read it")), ("answered", _("We answer you")), ("put_right", _("We put it right"))]
    return [{"key": "", "words": words, "when": when, "tells": False, "other": ""} for when, words in usual]


def _row(step: StepTemplate, language: str) -> dict[str, Any]:
    when = "them" if step.side == "them" and step.done_when == "hand" else step.done_when
    other = "" if language in step.words else step.said(language)
    return {"key": step.key, "words": step.words.get(language, ""), "when": when, "tells": step.tells, "other": other}


def typed_rows(post: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows as they were typed, so that a form that fails keeps them."""
    count = min(int(post.get("rows", "0") or 0) if (post.get("rows") or "0").isdecimal() else 0, MOST + SPARE)
    return [
        {
            "key": post.get(f"key-{number}", ""),
            "words": post.get(f"words-{number}", ""),
            "when": post.get(f"when-{number}", "hand"),
            "tells": f"tells-{number}" in post,
            "other": "",
        }
        for number in range(count)
    ]


def steps_of(rows: Sequence[Mapping[str, Any]], before: Sequence[StepTemplate], language: str) -> list[StepTemplate]:
    """The steps that were typed. A row without words is none, unless other languages have words for it."""
    known = {step.key: step for step in before}
    taken, made = set(known), []
    for row in rows:
        old = known.get(str(row["key"]))
        words = {**(old.words if old else {}), language: str(row["words"]).strip()}
        if not words[language]:
            continue
        key = old.key if old else _new_key(taken)
        taken.add(key)
        when, side = ("hand", "them") if row["when"] == "them" else (row["when"], "us")
        made.append(StepTemplate(key, when, side, words, bool(row["tells"]) and when == "hand"))  # type: ignore[arg-type]
    return made


def _new_key(taken: set[str]) -> str:
    number = 1
    while f"s{number}" in taken:
        number += 1
    return f"s{number}"
