"""This mail's own words apart from the history and the signature below (or above) them.

Line based and linear: each rule looks at a line and a few after it, so a megabyte of text is cheap and
no pattern can run away. Wrong guesses hide nothing: what is not fresh is folded, never dropped.
"""

import re

from cha.channels.email.reading import bounds, phrases
from cha.channels.email.reading.labels import fields_within, is_forward_line, labelled
from cha.channels.email.reading.words import undirected

_NAMES_ADDRESS = re.compile(r"[<(] ?[^<>()\s]{1,200}@[^<>()\s]{1,200}[>)]?")
_SAYS_WHEN = re.compile(r"\b(19|20)\d{2}\b.{0,40}\d{1,2}[:.]\d{2}")
_LOOKS_DATED = re.compile(r"\d{1,2}[:.h]\d{2}|\b(19|20)\d{2}\b|[٠-٩]{1,4}|@|\d{1,2}[./-]\d{1,2}", re.IGNORECASE)
# Any words between dashes; they begin the history where a block of headers follows.
_TITLE = re.compile(r"^[\s>*]*[-_=—]{2,}\s?[^\W\d_][^<>@]{2,60}?\s?[-_=—]{2,}[\s*]*$")
_RULE = re.compile(r"^\s*[_\-—=*]{5,}\s*$")
_QUOTED = re.compile(r"^\s{0,3}(>|\|\s)")
_SIGNATURE = re.compile(r"^--\s*$")
_DASH = re.compile(r"^\s*([—–]{1,3}|_{2,4}|-{3,4}|\*{3})\s*$")
# A block of headers that some program joined into one line is at least so long.
_SHORTEST_JOINED = 40
_LIST_RULE = re.compile(r"^_{20,}\s*$")
_REACHED_AT = re.compile(r"\+?\(?\d[\d ()/.-]{6,}|@|www\.|https?:", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}|[٠-٩]{1,2}:[٠-٩]{2}")
_NOTES = re.compile(r"^.{1,100}?-{2,3}\s?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4} \d{1,2}[:.]\d{2}.{0,20}-{3}")


def split(text: str, *, answers: bool = True) -> tuple[str, str]:
    """(fresh, quoted): the writer's own words, and the history and signature to fold away.

    In a mail that `answers` none, lines behind `>` that nothing introduces are the writer's own. When nothing would be
    left of the writer's own words (a bare forward), everything is fresh.
    """
    lines = text.split("\n", bounds.TEXT_LINES)
    marks = _marks([undirected(line) for line in lines] if not text.isascii() else lines)
    if not answers and "intro" not in marks and "rest" not in marks:
        marks = ["own" if mark == "quote" else mark for mark in marks]
    own, folded = _own_words(lines, marks)
    fresh = "\n".join(own).strip()
    if not fresh and any(mark in ("quote", "intro", "rest") for mark in marks):
        return text.strip(), ""
    return fresh, "\n".join(folded).strip()


def _marks(lines: list[str]) -> list[str]:
    """For each line what it is: `own`, `quote` (marked with >), `intro` (attribution), `rest` (history to the end),
    `signed` (a signature or a footer, until history or the end).
    """
    marks = ["own"] * len(lines)
    at = 0
    while at < len(lines):
        if _QUOTED.match(lines[at]):
            marks[at] = "quote"
        elif _starts_history(lines, at):
            marks[at:] = ["rest"] * (len(lines) - at)
            break
        elif size := attribution(lines, at):
            marks[at : at + size] = ["intro"] * size
            if not _quote_follows(lines, at + size):
                marks[at:] = ["rest"] * (len(lines) - at)
                break
            at += size - 1
        at += 1
    return _signed(lines, marks)


def _signed(lines: list[str], marks: list[str]) -> list[str]:
    begun = signed = False
    for at, line in enumerate(lines):
        if marks[at] != "own":
            signed = signed and marks[at] == "rest"
        elif signed or _is_signature(lines, marks, at, begun):
            signed = True
            marks[at] = "signed"
        begun = begun or (marks[at] == "own" and bool(line.strip()))
    return marks


def _own_words(lines: list[str], marks: list[str]) -> tuple[list[str], list[str]]:
    own: list[str] = []
    folded: list[str] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark == "own":
            after_cut = bool(folded) and (not own or not own[-1].strip())
            if line.strip() or not after_cut:
                own.append(line)
            if line.strip() and folded:
                folded.append(line)
            continue
        if own and own[-1].strip():
            own.append("")
        folded.append(line)
    return own, folded


def _is_signature(lines: list[str], marks: list[str], at: int, begun: bool) -> bool:
    line = lines[at]
    goes_on = at + 1 < len(lines) and lines[at + 1][:1].islower() and marks[at + 1] == "own"
    if phrases.SENT_FROM.match(line) and len(line) < 120 and not goes_on and _ends_soon(lines, marks, at):
        named = phrases.DEVICE.search(line) or "http" in line or "www." in line
        return bool(named) and len(line.split()) < 16
    if not line.strip() or (not begun and len(line) > 160):
        return False
    if begun and (_SIGNATURE.match(line) or (_alone(lines, at) and phrases.FOOTER.match(line[:500]))):
        return True
    if begun and _DASH.match(line) and _ends_soon(lines, marks, at) and _signs(lines[at + 1 : at + 10]):
        return True
    if begun and _LIST_RULE.match(line) and "list" in " ".join(lines[at + 1 : at + 3]).lower():
        return True
    sentence = line.rstrip().endswith((".", "?", "!", "。")) and not line.rstrip().endswith("습니다.")
    short = len(line) < 100 and len(line.split()) < 12 and not sentence
    return short and _is_last(lines, marks, at) and bool(phrases.DEVICE.search(line) and phrases.SENT.search(line))


def _signs(below: list[str]) -> bool:
    """Whether lines hold what people put into signatures: a number, an address, a site."""
    return any(_REACHED_AT.search(line) for line in below)


def _ends_soon(lines: list[str], marks: list[str], at: int) -> bool:
    """Whether at most a few short lines of the writer's follow, as below a signature."""
    below = [
        lines[place] for place in range(at + 1, len(lines[: at + 40])) if marks[place] == "own" and lines[place].strip()
    ]
    return (len(below) <= 6 and all(len(line) < 100 and not line.rstrip().endswith("?") for line in below)) or any(
        phrases.FOOTER.match(line[:500]) for line in below[:2]
    )


def _alone(lines: list[str], at: int) -> bool:
    """Whether a paragraph begins here, or another footer's line stands above."""
    return at == 0 or not lines[at - 1].strip() or bool(_RULE.match(lines[at - 1]))


def _is_last(lines: list[str], marks: list[str], at: int) -> bool:
    """Whether a line is a paragraph of its own with none of the writer's words below."""
    below = next((place for place in range(at + 1, min(at + 6, len(lines))) if lines[place].strip()), None)
    apart = at == 0 or not lines[at - 1].strip()
    return apart and (below is None or marks[below] != "own")


def _starts_history(lines: list[str], at: int) -> bool:
    line = lines[at]
    if len(line) > 400 or not line.strip():
        return False
    if phrases.ORIGINAL.match(line) or is_forward_line(line) or _NOTES.match(line):
        return True
    if line.startswith("--") and line.rstrip().endswith("--") and "@" in line and _TIME.search(line):
        return True
    if len(line) < 200 and phrases.ANSWER_ABOVE.search(line):
        return True
    if _RULE.match(line) or _TITLE.match(line):
        following = _next_filled(lines, at + 1)
        return following is not None and is_header_block(lines, following)
    return is_header_block(lines, at)


def is_header_block(lines: list[str], at: int) -> bool:
    """From, Sent, To, Subject in their several orders and languages, close to one another."""
    field, value = labelled(lines[at])
    if not field:
        return False
    if len(lines[at]) > _SHORTEST_JOINED and {"from", "date", "subject"} <= fields_within(lines[at]):
        return True
    found = {field: value}
    for line in lines[at + 1 : at + 9]:
        field, value = labelled(line)
        if field:
            found.setdefault(field, value)
    if "from" not in found or not found["from"]:
        return False
    addressed = any("@" in line for line in lines[at : at + 4])
    timed = _TIME.search(found.get("date", "")) is not None
    if "subject" in found:
        return addressed or timed
    return (timed and ("to" in found or addressed)) or (addressed and "date" in found)


def attribution(lines: list[str], at: int) -> int:
    """How many lines from here say who wrote the quoted text: 0 when none does."""
    first = lines[at].strip()
    if not first or len(first) > 400:
        return 0
    joined = ""
    for size, line in enumerate(lines[at : at + 4], start=1):
        if not line.strip() or _QUOTED.match(line):
            return 0
        joined = f"{joined} {line.strip()}".strip()
        if len(joined) > 500:
            return 0
        ends = joined.endswith((":", "："))
        if not ends and not phrases.WROTE_AT_THE_END.search(joined):
            continue
        if size > 1 and not (phrases.BEGINS_ATTRIBUTION.match(joined) or _goes_on(first, joined)):
            return 0
        return size if _is_attribution(joined, _quote_follows(lines, at + size)) else 0
    return 0


def _goes_on(first: str, joined: str) -> bool:
    """Whether a first line is that of an attribution in several: it has the address, or the time of what has one."""
    return bool(_NAMES_ADDRESS.search(first) or (_SAYS_WHEN.search(first) and _NAMES_ADDRESS.search(joined)))


def _is_attribution(words: str, quote_follows: bool) -> bool:
    dated = bool(_LOOKS_DATED.search(words))
    says_wrote = bool(phrases.WROTE.match(words) or phrases.WROTE_AT_THE_END.search(words))
    if says_wrote and quote_follows:
        return True
    if says_wrote and dated:
        return "@" in words or bool(phrases.BEGINS_ATTRIBUTION.match(words) and _TIME.search(words))
    return quote_follows and dated and ("@" in words or bool(phrases.BEGINS_ATTRIBUTION.match(words)))


def _quote_follows(lines: list[str], at: int) -> bool:
    following = _next_filled(lines, at)
    return following is not None and bool(_QUOTED.match(lines[following]))


def _next_filled(lines: list[str], at: int) -> int | None:
    return next((place for place in range(at, min(at + 4, len(lines))) if lines[place].strip()), None)
