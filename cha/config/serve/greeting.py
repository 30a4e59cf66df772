"""What `cha serve` prints when it is ready: where to look, how to get in, how to send a first mail."""

from __future__ import annotations

from dataclasses import replace

from cha.config.options import Options
from cha.config.serve.front import Parts


def greet(options: Options, parts: Parts, port: int) -> None:
    """Print it."""
    url = replace(options, port=port).public_url
    lines = [f"Cha is here: {url}"]
    if parts.smtp:
        lines.append(f"  mail   {options.mail_host}:{options.mail_port}")
    lines.append(f"  data   {options.data}")
    print("\n".join(lines), flush=True)
