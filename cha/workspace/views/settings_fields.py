"""Settings, Fields: what this house wants to know besides, of persons, organisations and conversations."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.core.errors import Invalid
from cha.people.fields import Kind
from cha.people.models import CustomField
from cha.people.models.custom_field import keep_field, retire_field
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.now.words import topics
from cha.workspace.settings_page import saved, show, typed, wrong


@managers
@require_GET
def fields(request: MemberRequest) -> HttpResponse:
    """All of them, by what they are about."""
    rows = list(CustomField.objects.all())
    groups = [(words, [row for row in rows if row.subject == key]) for key, words in _subjects()]
    return show(request, "settings/fields.html", groups=groups, kinds=dict(_kinds()), any=bool(rows))


@managers
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add one."""
    return _edit(request, None)


@managers
@require_http_methods(["GET", "POST"])
def field(request: MemberRequest, field_id: int) -> HttpResponse:
    """Change one."""
    return _edit(request, get_object_or_404(CustomField, pk=field_id))


@managers
@require_POST
def retirement(request: MemberRequest, field_id: int) -> HttpResponse:
    """Ask for it no more, or again."""
    row = get_object_or_404(CustomField, pk=field_id)
    retire_field(row, by=request.user, retired=not row.retired)
    return saved("settings-fields")


def _subjects() -> list[tuple[str, str]]:
    return [
        ("conversation", _("Of a conversation")),
        ("person", _("Of a person")),
        ("organisation", _("Of an organisation")),
    ]


def _kinds() -> list[tuple[str, str]]:
    return [
        (Kind.TEXT, _("Words")),
        (Kind.NUMBER, _("A number")),
        (Kind.MONEY, _("An amount of money")),
        (Kind.DATE, _("A date")),
        (Kind.CHOICE, _("One of several")),
        (Kind.PERSON, _("A person")),
    ]


def _edit(request: MemberRequest, row: CustomField | None) -> HttpResponse:
    others = CustomField.objects.exclude(pk=row.pk if row else 0).filter(retired=False)
    whens = [("", _("Always")), ("topic", _("The topic")), *((one.key, one.name) for one in others)]
    context: dict[str, Any] = {
        "row": row,
        "subjects": _subjects(),
        "kinds": _kinds(),
        "whens": whens,
        "topics": topics(),
    }
    if request.method != "POST":
        return show(request, "settings/field.html", form=_form(row), **context)
    try:
        keep_field(row, by=request.user, subject=request.POST.get("subject", ""), **_said(request.POST))
    except Invalid as error:
        return show(request, "settings/field.html", status=422, form=typed(request), errors=wrong(error), **context)
    return saved("settings-fields")


def _form(row: CustomField | None) -> dict[str, Any]:
    if row is None:
        return {"subject": "conversation", "kind": "text"}
    values = {name: getattr(row, name) for name in ("subject", "kind", "name", "help", "when_key", "needed")}
    names = dict(topics()) if row.when_key == "topic" else {}
    whens = [str(names.get(value, value)) for value in row.when_values]
    return {**values, "choices": "\n".join(row.choices), "when_values": "\n".join(whens)}


def _whens(post: QueryDict) -> list[str]:
    """The values that were typed, one a line; topics by their names, kept by their keys."""
    lines = [line.strip() for line in post.get("when_values", "").splitlines() if line.strip()]
    if post.get("when_key") != "topic":
        return lines
    keys = {str(words).casefold(): key for key, words in topics()}
    unknown = [line for line in lines if line.casefold() not in keys]
    if unknown:
        raise Invalid(_("There is no topic called “%(name)s”.") % {"name": unknown[0][:60]}, field="when_values")
    return [keys[line.casefold()] for line in lines]


def _said(post: QueryDict) -> dict[str, Any]:
    return {
        "name": post.get("name", "").strip(),
        "kind": post.get("kind", ""),
        "help": post.get("help", "").strip()[:200],
        "choices": post.get("choices", "").splitlines(),
        "when_key": post.get("when_key", "")[:40],
        "when_values": _whens(post),
        "needed": "needed" in post,
    }
