#!/usr/bin/env python3
"""House rules that no linter knows. Prints each breach with its place; exit code 1 when there is one.

Rules are (what is wrong, where it counts, the pattern, what is excepted). A pattern must match within one line.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

RULES: list[tuple[str, str, str, str]] = [
    ("a view saves by itself: call a verb", r"cha/(workspace|portal)/views/.*\.py$", r"\.save\(|objects\.create\(|bulk_create\(", r"^$"),
    ("only options.py reads the environment", r"cha/.*\.py$", r"os\.environ\b|os\.getenv", r"cha/config/(options|cli|asgi|wsgi|serve/\w+)\.py$|cha/config/commands/"),
    ("an f-string in gettext is never found", r"cha/.*\.py$", r"\b_\(f[\"']|gettext\(f[\"']", r"^$"),
    ("no inline style: the CSP forbids it", r"cha/.*/jinja2/(?!promises/mail).*\.html$", r"\sstyle=[\"']", r"^$"),
    ("no inline handler: the CSP forbids it", r"cha/.*\.html$", r"\son(click|load|error|submit|change|input)=", r"^$"),
    ("no unescaped value in a template", r"cha/.*\.html$", r"\|\s*safe\b", r"jinja2/promises/mail/"),
    ("not one of our words", r"cha/.*\.(py|html|js)$", r"\b(ticket|escalat\w+|SLA|customer_id|user_id)\b", r"cha/promises/understanding/|cha/demo/world/|cha/channels/email/reading/|cha/core/outbound|cha/people/records/adapters/|cha/resolutions/connectors/"),
    ("no attic: name the file after what it holds", r"cha/(.*/)?(utils|helpers|services|managers|misc)\.py$", r"", r"^$"),
    ("a page's link to elsewhere", r"cha/.*\.(html|css|js)$", r"https?://(?!www\.w3\.org|localhost|127\.0\.0\.1|\S*\.example)", r"cha/ui/static/built/|cha/demo/|settings"),
]  # fmt: skip


def files() -> list[Path]:
    """Every file that git tracks or would."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "cha"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")
    return [Path(name) for name in listed if name and Path(name).is_file()]


def breaches(path: Path) -> list[str]:
    """What one file breaks."""
    found = []
    for what, where, pattern, except_in in RULES:
        if not re.search(where, str(path)) or re.search(except_in, str(path)):
            continue
        if not pattern:
            found.append(f"{path}: {what}")
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if re.search(pattern, line) and "house:" not in line:
                found.append(f"{path}:{number}: {what}: {line.strip()[:80]}")
    return found


def main() -> int:
    found = [line for path in files() for line in breaches(path)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
