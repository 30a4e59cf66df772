"""Logging: short lines on standard error for people, or JSON for machines."""

from __future__ import annotations

import re
import sys
from typing import Any

import structlog

from cha.config.options import Options

# Whoever has one of these may come in: private links, ways in, sign-in links, passwords in addresses.
SECRETS = re.compile(r"(?<=/w/)[\w.-]+|(?<=/in/)[\w.:=-]+|(?<=code=)[\w-]+|(?<=://)[^/\s@]+(?=@)")


def masked(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor: no key to anything is ever logged."""
    for name, value in event.items():
        if name != "exc_info" and not name.startswith("_"):
            said = value if isinstance(value, str) else repr(value)
            if SECRETS.search(said):
                event[name] = SECRETS.sub("…", said)
    return event


def logging(options: Options) -> dict[str, Any]:
    """The `LOGGING` setting. Everything goes to standard error; keeping it is the host's business."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso" if options.log_format == "json" else "%H:%M:%S", utc=True),
    ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, masked, *_ending(options)],
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "cha": {"level": options.log.upper()},
            "django": {"level": "INFO" if options.debug else "WARNING"},
            # What is not found is not there for whoever asked; that is no news.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "ERROR"},
            "uvicorn": {"level": "WARNING"},
            # It names every mail session twice.
            "mail.log": {"level": "ERROR"},
        },
    }


def _ending(options: Options) -> list[Any]:
    if options.log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0, exception_formatter=plain)]
