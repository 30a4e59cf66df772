"""Guides: the list, one of them in words and drawn, the small changes of its editor, publishing, trying it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.conversations.models import Conversation
from cha.core.errors import ChaError, Conflict, Invalid, NotFound
from cha.core.ids import decode
from cha.resolutions.guides import editing
from cha.resolutions.guides.flow import Flow
from cha.resolutions.guides.ready import ready
from cha.resolutions.guides.writing import write, write_all
from cha.resolutions.guiding import (
    delete_guide,
    draft_of,
    drop_guide_draft,
    export_guides,
    import_guides,
    keep_guide_draft,
    must_read,
    publish_guide,
)
from cha.resolutions.models import Guide
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.guides.editor import listed, page_of, stories, trial
from cha.workspace.now.page import moment
from cha.workspace.people.going import see
from cha.workspace.rail import rail

BEGIN = "Guide: \nAbout: \nTopics: \nLanguage: en\n\n[1] Ask: \n  - Yes → \n  - No → \n"
MOST_ANSWERS = 80


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """All guides, and those that come along."""
    return _page(request, "index", listed(request.user))


@members
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Write one, take one that comes along (`ready`), or bring in a text that holds several."""
    if request.method == "GET":
        return _page(request, "text", {"text": BEGIN})
    taken = request.POST.get("ready", "")
    text = write_all([(taken, ready()[taken])]) if taken in ready() else request.POST.get("text", "")
    try:
        found = import_guides(text, by=request.user)
    except Invalid as error:
        return _page(request, "text", {"text": text, "error": error}, error.status)
    return see("guide", found[0].pk) if len(found) == 1 else see("guides")


@members
@require_GET
def export(request: MemberRequest) -> HttpResponse:
    """All published guides as one text."""
    response = HttpResponse(export_guides(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="guides.txt"'
    return response


@members
@require_GET
def show(request: MemberRequest, guide_id: int) -> HttpResponse:
    """In words, drawn, checked, and how it does."""
    return _show(request, _found(guide_id))


@members
@require_http_methods(["GET", "POST"])
def text(request: MemberRequest, guide_id: int) -> HttpResponse:
    """The whole text. What cannot be read is told with its lines, and what was typed stays."""
    guide = _found(guide_id)
    if request.method == "GET":
        return _page(request, "text", {"guide": guide, "text": _text(guide), "was": _text(guide)})
    typed, was = request.POST.get("text", ""), request.POST.get("was")
    try:
        keep_guide_draft(guide, typed, by=request.user, was=was)
    except (Invalid, Conflict) as error:
        # Whoever was told that somebody else wrote may keep their own all the same.
        was = _text(guide) if isinstance(error, Conflict) else was
        return _page(request, "text", {"guide": guide, "text": typed, "was": was, "error": error}, error.status)
    return see("guide", guide.pk)


@members
@require_POST
def steps(request: MemberRequest, guide_id: int) -> HttpResponse:
    """One more step."""
    form = request.POST
    made: list[str] = []

    def add(flow: Flow) -> Flow:
        found, key = editing.add_step(flow, form.get("kind", ""), form.get("words", ""))
        made.append(key)
        return found

    return _edit(request, guide_id, add, lambda: made[0] if made else "")


@members
@require_POST
def step(request: MemberRequest, guide_id: int, step: str) -> HttpResponse:
    """Its kind, its words, what answers it."""
    form = request.POST
    said = {"kind": form.get("kind", ""), "words": form.get("words", ""), "known": form.get("known", "")}
    return _edit(request, guide_id, lambda flow: editing.change_step(flow, step, **said), lambda: step)


@members
@require_POST
def place(request: MemberRequest, guide_id: int, step: str) -> HttpResponse:
    """Up or down."""
    by = -1 if request.POST.get("to") == "up" else 1
    return _edit(request, guide_id, lambda flow: editing.move_step(flow, step, by), lambda: step)


@members
@require_POST
def removal(request: MemberRequest, guide_id: int, step: str) -> HttpResponse:
    """Take a step out."""
    return _edit(request, guide_id, lambda flow: editing.drop_step(flow, step), lambda: "")


@members
@require_POST
def turns(request: MemberRequest, guide_id: int, step: str) -> HttpResponse:
    """One more answer, or another way for one that is there."""
    form = request.POST
    said = (form.get("label", ""), form.get("to", ""), form.get("when", ""))
    return _edit(request, guide_id, lambda flow: editing.add_turn(flow, step, *said), lambda: step)


@members
@require_POST
def turn_removal(request: MemberRequest, guide_id: int, step: str) -> HttpResponse:
    """Take an answer out."""
    label = request.POST.get("label", "")
    return _edit(request, guide_id, lambda flow: editing.drop_turn(flow, step, label), lambda: step)


@members
@require_POST
def tongues(request: MemberRequest, guide_id: int, step: str) -> HttpResponse:
    """A step's words in another language."""
    language, said = request.POST.get("language", "")[:3], request.POST.get("words", "")
    return _edit(request, guide_id, lambda flow: editing.say_in(flow, step, language, said), lambda: step)


@members
@require_POST
def publishing(request: MemberRequest, guide_id: int) -> HttpResponse:
    """Let it be walked."""
    guide = _found(guide_id)
    try:
        publish_guide(guide, by=request.user, why=request.POST.get("why", ""))
    except (Invalid, Conflict) as error:
        return _show(request, guide, error)
    messages.success(request, _("It is published. Who walks the old one finishes it."))
    return see("guide", guide.pk)


@members
@require_POST
def draft_removal(request: MemberRequest, guide_id: int) -> HttpResponse:
    """Back to what is published."""
    guide = _found(guide_id)
    try:
        drop_guide_draft(guide, by=request.user)
    except Conflict as error:
        return _show(request, guide, error)
    return see("guide", guide.pk)


@members
@require_POST
def deletion(request: MemberRequest, guide_id: int) -> HttpResponse:
    """Nobody begins it any more."""
    guide = _found(guide_id)
    delete_guide(guide, by=request.user)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": guide.name})
    return see("guides")


@members
@require_GET
def trying(request: MemberRequest, guide_id: int) -> HttpResponse:
    """A dry walk on a true story; what was pressed so far stands in the address."""
    guide = _found(guide_id)
    flow = must_read(_text(guide))
    found = stories(flow, request.user)
    conversation = _story(request) or (found[0] if found else None)
    values: dict[str, Any] = {"guide": guide, "flow": flow, "stories": found}
    if conversation:
        values |= trial(flow, conversation, request.user, request.GET.getlist("a")[:MOST_ANSWERS])
    return _page(request, "trial", values)


def _story(request: MemberRequest) -> Conversation | None:
    name = request.GET.get("story", "")
    try:
        return find_conversation(request, decode(name)) if name else None
    except ValueError:
        raise NotFound(_("There is no such conversation.")) from None


def _found(guide_id: int) -> Guide:
    row = Guide.objects.select_related("live", "owner").filter(pk=guide_id, gone_at=None).first()
    if row is None:
        raise NotFound(_("There is no such guide any more."))
    return row


def _text(guide: Guide) -> str:
    version = draft_of(guide) or guide.live
    return version.text if version else BEGIN


def _edit(
    request: MemberRequest, guide_id: int, change: Callable[[Flow], Flow], place: Callable[[], str]
) -> HttpResponse:
    """Read what stands, change it, keep it; where that fails the page says so over the steps."""
    guide = _found(guide_id)
    before = _text(guide)
    try:
        keep_guide_draft(guide, write(change(must_read(before))), by=request.user, was=before)
    except (Invalid, Conflict) as error:
        return _show(request, guide, error)
    key = place()
    return see("guide", guide.pk, place=f"step-{key}" if key else "")


def _show(request: MemberRequest, guide: Guide, error: ChaError | None = None) -> HttpResponse:
    values = page_of(guide, request.user, moment(), request.GET.get("see", ""))
    return _page(request, "show", {**values, "error": error}, error.status if error else 200)


def _page(request: MemberRequest, name: str, values: dict[str, Any], status: int = 200) -> HttpResponse:
    shown = {"rail": rail(request.user, "guides"), "done": list(messages.get_messages(request)), **values}
    return render(request, f"workspace/guides/{name}.html", shown, status=status)
