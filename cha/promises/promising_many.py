"""Promising many at once: one act on many conversations more, each with a promise of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cha.conversations.acts import add_act, moment_of
from cha.conversations.models import Conversation
from cha.promises.models import Promise, make_promise, release_promise
from cha.team.models import Member


def _promise(row: Conversation, values: Mapping[str, Any], by: Member) -> int:
    return make_promise(row, moment_of(values["by"]), by=by, kind="other", words=values["words"], keeper=by).pk


def _unpromise(row: Conversation, before: Mapping[str, Any], by: Member) -> None:
    promise = Promise.objects.filter(pk=before["made"], conversation=row).first()
    if promise:
        release_promise(promise, by=by)


add_act("promise", _promise, _unpromise)
