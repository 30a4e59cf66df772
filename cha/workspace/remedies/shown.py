"""What must be shown before something is given, as a form asks for it: what the member has seen elsewhere counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cha.resolutions.policy.case import Decision
from cha.resolutions.policy.names import SHOWN


def seen_of(form: Mapping[str, Any]) -> tuple[str, ...]:
    """What a member says that they have seen, by its name."""
    return tuple(name for name in SHOWN if form.get(f"shown-{name}"))


def to_be_seen(decisions: Iterable[Decision], form: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """(name, words, whether it was said) of what is missing, and of what was said already."""
    wanted = {reason.facts.get("what") for one in decisions for reason in one.reasons if reason.code == "show"}
    seen = seen_of(form)
    return [(name, str(words), name in seen) for name, words in SHOWN.items() if name in wanted or name in seen]
