"""GET /api/v1/: the document, to be read by people. Made of the OpenAPI document alone, without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cha.api.document import ABOUT, document
from cha.core.api.answering import JSON

TITLES: Final = {
    "team": "Team",
    "people": "People",
    "conversations": "Conversations",
    "messages": "Messages, notes, files",
    "search": "Search",
    "channel": "A channel of your own",
}
DEEPEST: Final = 4


@dataclass(frozen=True, slots=True)
class Name:
    """One value by its name: where it stands (path, query, header, body, answer), its type in words, what it is."""

    name: str
    kind: str
    needed: bool
    about: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    key: str
    method: str
    path: str
    title: str
    about: str
    asked: list[Name]
    body: list[Name]
    status: str
    answer: list[Name]


def page(request: HttpRequest) -> HttpResponse:
    """Every operation, by what it is about."""
    return render(request, "api/page.html", {"about": ABOUT.strip().split("\n\n"), "groups": _groups()})


@cache
def _groups() -> list[tuple[str, str, list[Operation]]]:
    found: dict[str, list[Operation]] = {}
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            found.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    order = [*TITLES, *(tag for tag in found if tag not in TITLES)]
    return [(tag, TITLES.get(tag, tag.capitalize()), found[tag]) for tag in order if tag in found]


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> Operation:
    status, answer = next((str(key), value) for key, value in operation["responses"].items() if int(key) < 300)
    about = operation.get("description", "")
    return Operation(
        key=operation["operationId"],
        method=method.upper(),
        path=path,
        title=operation["summary"],
        about=about,
        asked=[
            Name(one["name"], _kind(one["schema"]), bool(one.get("required")), one.get("description", ""))
            for one in operation.get("parameters", ())
            if one["in"] != "path"
        ],
        body=list(_names(_schema(operation.get("requestBody", {})))),
        status=status,
        answer=list(_names(_schema(answer))),
    )


def _schema(content: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = content.get("content", {}).get(JSON, {}).get("schema", {})
    return found


def _names(schema: Mapping[str, Any], depth: int = 0) -> Iterator[Name]:
    """The values in an object, those within it behind it, as deep as can be read."""
    schema = _followed(schema)
    needed = set(schema.get("required", ()))
    for name, value in schema.get("properties", {}).items():
        inner = _followed(value)
        yield Name(name, _kind(value), name in needed, value.get("description", ""), depth)
        if depth < DEEPEST:
            yield from _names(inner, depth + 1)


def _followed(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference, a list of or a choice with null leads to."""
    while True:
        if "$ref" in schema:
            schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        elif schema.get("type") == "array":
            schema = schema["items"]
        elif "anyOf" in schema:
            schema = next((one for one in schema["anyOf"] if one.get("type") != "null"), {})
        else:
            return schema


def _kind(schema: Mapping[str, Any]) -> str:
    """A type in words: id, moment, text, one of …, list of …"""
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    if "enum" in schema:
        return "one of " + ", ".join(str(one) or "“”" for one in schema["enum"])
    if "$ref" in schema or schema.get("type") == "object":
        return "object"
    if schema.get("format") == "date-time":
        return "moment"
    named = {"string": "text", "integer": "number", "boolean": "yes or no"}
    if schema.get("examples"):
        return "id"
    return named.get(str(schema.get("type")), str(schema.get("type", "anything")))
