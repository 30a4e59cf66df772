"""Brings an install up to what `cha serve` would: tables and static files. `python -m bench.inside.ready`."""

from __future__ import annotations

from bench.inside import begin, tell

begin()

from cha.config import options  # noqa: E402
from cha.config.serve.prepare import prepare  # noqa: E402

if __name__ == "__main__":
    prepare(options.current())
    tell({})
