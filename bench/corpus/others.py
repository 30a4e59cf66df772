"""The kept parsers of replies and bounces, on the same mails: `python -m bench.corpus.others` where they are installed.

    pip install mail-parser-reply email-reply-parser quotequail talon flufl.bounce

Each is handed the text that Cha's reader found, so that only the telling apart is judged.
"""

from __future__ import annotations

import email
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import version

from bench.corpus.judging import SETS, fresh_faults, read, table
from cha.channels.email.reading.quotes import split

Parser = Callable[[str], str]


def parsers() -> dict[str, Parser]:
    """Each parser that is installed here, by name and version; ours first."""
    found: dict[str, Parser] = {"Cha": lambda text: split(text)[0]}
    for name, make in (
        ("mail-parser-reply", _mail_parser_reply),
        ("email-reply-parser", lambda: import_module("email_reply_parser").EmailReplyParser.parse_reply),
        ("quotequail", _quotequail),
        ("talon", lambda: import_module("talon.quotations").extract_from_plain),
    ):
        try:
            found[f"{name} {version(name)}"] = make()
        except ImportError:
            continue
    return found


def _mail_parser_reply() -> Parser:
    languages = list(import_module("mailparser_reply.constants").MAIL_LANGUAGES)
    reader = import_module("mailparser_reply").EmailReplyParser(languages=languages)
    return lambda text: reader.parse_reply(text) or ""


def _quotequail() -> Parser:
    quote = import_module("quotequail").quote
    return lambda text: "\n".join(piece for own, piece in quote(text) if own)


def told_apart(parser: Parser, half: str) -> tuple[int, int, float]:
    """(right, judged, milliseconds of CPU a mail) for the fresh words of a half of every set."""
    right = judged = 0
    took = 0.0
    for which in SETS:
        for name, wanted in table(which, half).items():
            if wanted["machine"] == "bounce" or wanted.get("group", "reply") != "reply":
                continue
            text = read(which, name).text
            began = time.process_time()
            words = parser(text)
            took += time.process_time() - began
            judged += 1
            right += not list(fresh_faults(words, wanted))
    return right, judged, took / judged * 1000


def bounces_seen(half: str) -> Iterator[tuple[str, int, int]]:
    """(who, right, judged): the address that a bounce is about, by Cha and by flufl.bounce."""
    wanted = {
        (which, name): entry["bounced"]
        for which in SETS
        for name, entry in table(which, half).items()
        if entry.get("bounced") and entry["machine"] == "bounce"
    }
    machines = {key: read(*key).machine for key in wanted}
    yield "Cha", sum(bool(one) and one.recipient == wanted[key] for key, one in machines.items() if one), len(wanted)
    try:
        scan = import_module("flufl.bounce").scan_message
    except ImportError:
        return
    hits = 0
    for (which, name), address in wanted.items():
        found = scan(email.message_from_bytes((SETS[which] / name).read_bytes()))
        hits += address in {one.decode() for one in found}
    yield f"flufl.bounce {version('flufl.bounce')}", hits, len(wanted)


def main() -> None:
    for half in "ab":
        for name, parser in parsers().items():
            right, judged, took = told_apart(parser, half)
            print(f"| {name} | {half} | {right} of {judged} | {took:.2f} ms |")
        for name, right, judged in bounces_seen(half):
            print(f"| {name}, bounces | {half} | {right} of {judged} | |")


if __name__ == "__main__":
    main()
