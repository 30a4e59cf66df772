"""Macros on a conversation: choose one, read what it would do, do what is ticked, take it back."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.conversations.models import Conversation, Macro, MacroRun
from cha.conversations.models.macro import macros_of
from cha.conversations.running import run_macro, take_macro_back
from cha.core.errors import Conflict, Invalid, NotFound
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, moment, say_done
from cha.workspace.now.steps import ACTS, Ready, case_of, ready

MOST = 100


@members
@require_GET
def index(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Choose one to read."""
    conversation = find_conversation(request, conversation_id)
    rows = list(macros_of(request.user).select_related("team")[:MOST])
    return act(request, "macros", {"conversation": conversation, "macros": [(row, _in_short(row)) for row in rows]})


@members
@require_http_methods(["GET", "POST"])
def run(request: MemberRequest, conversation_id: int, macro_id: int) -> HttpResponse:
    """What it would do here; then what is ticked of it."""
    conversation = find_conversation(request, conversation_id)
    macro = macros_of(request.user).filter(pk=macro_id).first()
    if macro is None:
        raise NotFound(_("There is no such macro any more."))
    steps = ready(macro, case_of(conversation, request.user, moment()))
    if request.method == "GET":
        return act(request, "macro", _values(conversation, macro, steps))
    form = request.POST
    chosen = [step.place for step in steps if not step.not_now and str(step.place) in form.getlist("step")]
    said = {step.place: _said(step, form) for step in steps}
    try:
        version = _number(form.get("version", ""))
        done = run_macro(
            conversation, macro, chosen, said, by=request.user, version=version, once=form.get("once", "")[:40]
        )
    except (Invalid, Conflict) as error:
        return act(request, "macro", _values(conversation, macro, steps, form), error)
    return _told(request, conversation, done)


@members
@require_POST
def undo(request: MemberRequest, conversation_id: int, run_id: int) -> HttpResponse:
    """All of it back as it was."""
    conversation = find_conversation(request, conversation_id)
    found = MacroRun.objects.filter(pk=run_id, member=request.user, conversation=conversation).first()
    if found is None:
        raise NotFound(_("There is no such run of yours."))
    take_macro_back(found, by=request.user)
    say_done(request, _("All of it is taken back"))
    return back_to(conversation)


def _told(request: MemberRequest, conversation: Conversation, done: MacroRun) -> HttpResponse:
    """What was done; or, where it stopped, at which step and why."""
    stopped, count = done.stopped_at, len(done.done)
    if stopped:
        steps = [(step, *ACTS[step["act"]]) for step in done.steps if step["state"] != "left"]
        error = Conflict(stopped["why"], code="stopped")
        return act(request, "macro_stopped", {"conversation": conversation, "run": done, "steps": steps}, error)
    words = ngettext("%(name)s: one step done", "%(name)s: %(count)s steps done", count)
    undoing = reverse("macro-undoing", args=[conversation.pk, done.pk])
    say_done(request, words % {"name": done.name, "count": count}, undoing)
    return back_to(conversation)


def _values(
    conversation: Conversation, macro: Macro, steps: list[Ready], form: QueryDict | None = None
) -> dict[str, Any]:
    """What the form shows; what was typed and ticked stays."""
    ticked = form.getlist("step") if form is not None else [str(step.place) for step in steps if step.on]
    return {
        "conversation": conversation,
        "macro": macro,
        "steps": steps,
        "ticked": ticked,
        "typed": {f"text-{step.place}": form.get(f"text-{step.place}", step.text) for step in steps} if form else {},
        "once": secrets.token_urlsafe(9),
    }


def _said(step: Ready, form: QueryDict) -> dict[str, str]:
    """What goes with one step: the words as they were edited, the moments as they were shown."""
    said = {"text": form.get(f"text-{step.place}", step.text).replace("\r\n", "\n")} if step.text else {}
    return said | {name: form.get(f"{name}-{step.place}", value) or value for name, value in step.hidden}


def _in_short(macro: Macro) -> str:
    return ", ".join(str(ACTS[step["act"]][0]) for step in macro.steps)


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 10 else None
