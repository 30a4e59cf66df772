"""What runs inside an install, in a process of its own with Django set up, and prints JSON."""

from __future__ import annotations

import json
from typing import Any

import django


def begin() -> None:
    """Load Django for the install that the environment names."""
    django.setup()


def tell(result: dict[str, Any]) -> None:
    """Hand a result to the process that asked: one line of JSON on standard output."""
    print(json.dumps(result), flush=True)
