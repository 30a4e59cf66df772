"""Writes docs/mail-corpus.md: how many mails of the corpus each part of the reader reads right, and which it misses.

`python -m bench.corpus`; with `--check`, says whether the page is behind and exits with 1.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Final

from bench.corpus.judging import SETS, misses, table

PAGE: Final = Path(__file__).parents[2] / "docs" / "mail-corpus.md"
GROUPS: Final = {
    "": "Mail of every kind, the first set",
    "reply": "Replies: own words apart from history and signature",
    "forward": "Forwards: who wrote first, and what",
    "bytes": "Charsets and broken MIME",
    "parts": "Parts: winmail.dat, calendars, pictures, names, signed and encrypted",
    "bounce": "Bounces: whom, which mail, how badly",
    "machine": "Machines: auto-replies, lists, receipts, loops; and people who look like them",
    "auth": "Who vouches for the sender",
}
HEAD: Final = """# How mail is read

Real mail as files lies in `tests/mail` and `tests/mail/hard`, each with what a reader must find; whoever wrote the
files did not look at the reader's rules. A mail counts as read right only when **everything** expected of it is found:
sender, subject, own words, files, machine, forward, calendar, voucher. The rules were made with half `a` in sight. Half
`b` was drawn by lot and judges: its mails were not opened, only counted, until the figures below stood (the names of
its files were seen, for they lie in one folder).

Written by `python -m bench.corpus`; `tests/channels/email/test_corpus.py` holds the floors.

| group | half a | half b |
|---|---|---|
"""


def page() -> str:
    """The page as it should be."""
    right: dict[str, Counter[str]] = {"a": Counter(), "b": Counter()}
    count: dict[str, Counter[str]] = {"a": Counter(), "b": Counter()}
    missed: list[str] = []
    for which in SETS:
        for half in "ab":
            wrong = misses(which, half)
            for name, wanted in table(which, half).items():
                count[half][wanted.get("group", "")] += 1
                right[half][wanted.get("group", "")] += name not in wrong
            missed += [f"- `{name}` ({half}): {'; '.join(faults)}" for name, faults in sorted(wrong.items())]
    rows = [
        f"| {words} | {_of(right, count, 'a', key)} | {_of(right, count, 'b', key)} |" for key, words in GROUPS.items()
    ]
    rows.append(f"| **all** | {_sum(right, count, 'a')} | {_sum(right, count, 'b')} |")
    listed = "\n".join(missed) or "None."
    return HEAD + "\n".join(rows) + f"\n\n## Missed\n\n{listed}\n" + _rest()


def _of(right: dict[str, Counter[str]], count: dict[str, Counter[str]], half: str, key: str) -> str:
    return f"{right[half][key]} of {count[half][key]}"


def _sum(right: dict[str, Counter[str]], count: dict[str, Counter[str]], half: str) -> str:
    had, all_ = right[half].total(), count[half].total()
    return f"{had} of {all_} ({had / all_:.0%})"


def _rest() -> str:
    """What stands below the list is written by hand, and kept."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    return "\n## " + text.partition("\n## Missed\n")[2].partition("\n## ")[2] if text.count("\n## ") > 1 else ""


def main() -> int:
    wanted = page()
    if "--check" in sys.argv:
        behind = PAGE.read_text(encoding="utf-8") != wanted
        print(
            "docs/mail-corpus.md is behind the reader: python -m bench.corpus"
            if behind
            else "docs/mail-corpus.md fits."
        )
        return int(behind)
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
