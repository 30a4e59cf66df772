"""What schemathesis finds wrong with the API, when it holds the document against what is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from cha.config.serve.body import Bodies, Limits
from cha.config.serve.bridge import Bridge

SEED = 4
EXAMPLES = 4


_pages = WSGIHandler()


def alone(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Django, whose page threads leave no connection behind: the database of the tests is dropped at their end."""
    try:
        answer = _pages(environ, start)
        return [b"".join(answer)] if not getattr(answer, "streaming", False) else answer
    finally:
        connection.close()


def failures(document: dict[str, Any], headers: dict[str, str], names: dict[str, Any]) -> list[str]:
    """Each failure in words. The same seed asks the same things; requests go through the front's own bridge.

    `names` are values of schemathesis's parameters, such as {"path.person_id": "0a1b…"}, so that there is something.
    """
    from schemathesis import engine, openapi
    from schemathesis.config import SchemathesisConfig

    config = SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "workers": 1,
            "headers": headers,
            "parameters": names,
            "continue-on-failure": True,
            "generation": {"max-examples": EXAMPLES, "deterministic": True, "no-shrink": True, "database": "none"},
            "phases": {"stateful": {"enabled": False}},
            "checks": {"enabled": True},
            "suppress-health-check": ["all"],
            "cache": {"enabled": False},
        }
    )
    schema = openapi.from_dict(document, config=config)
    schema.app = Bridge(alone, Bodies(Limits()))
    found = []
    for event in engine.from_schema(schema).execute():
        recorder = getattr(event, "recorder", None)
        for nodes in recorder.checks.values() if recorder else ():
            found += [
                f"{recorder.label} {node.name}: {node.failure_info.failure} {node.failure_info.code_sample}"
                for node in nodes
                if node.failure_info
            ]
        if hasattr(event, "info") and type(event).__name__ in ("NonFatalError", "FatalError"):
            found.append(f"{type(event).__name__}: {event.info}")
    return found


def only(document: dict[str, Any], *tags: str) -> dict[str, Any]:
    """The document with the operations of these tags alone."""
    paths = {
        path: {method: one for method, one in operations.items() if set(one["tags"]) & set(tags)}
        for path, operations in document["paths"].items()
    }
    return {**document, "paths": {path: operations for path, operations in paths.items() if operations}}
