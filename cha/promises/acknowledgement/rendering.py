"""A letter as text and as HTML. The template is compiled once, the two palettes' style block once a brand."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from cha.promises.acknowledgement.letter import (
    Choosable,
    Fine,
    Letter,
    Line,
    Quote,
    Row,
    Sheet,
    Vow,
    Words,
    clean,
    header,
)
from cha.promises.acknowledgement.palette import Brand

WIDTH: Final = 72
_FOLDER: Final = Path(__file__).resolve().parent.parent / "jinja2"
_GLYPHS: Final = {"done": "✓", "kept": "✓", "now": "◉", "next": "○"}


def words_of(letter: Letter, *, html: bool = True) -> Words:
    """The letter in both versions, or as text alone."""
    rtl = letter.rtl
    return Words(
        subject=header(letter.subject, rtl=rtl),
        preview=header(letter.preview, rtl=rtl),
        text=text_of(letter),
        html=html_of(letter) if html else None,
    )


def html_of(letter: Letter) -> str:
    """One column, inline styles in plain hex, physical sides, and one style block with the dark palette."""
    rtl = letter.rtl
    return _template().render(
        letter=letter,
        p=letter.brand.light,
        dark=dark_style(letter.brand),
        start="right" if rtl else "left",
        direction="rtl" if rtl else "ltr",
        leading=1.75 if letter.language == "ar" else 1.5,
        glyphs=_GLYPHS,
    )


def text_of(letter: Letter) -> str:
    """The same in plain text, wrapped at 72 characters; links stand on lines of their own."""
    pieces = [piece for part in letter.parts for piece in _pieces(part, letter)]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


@lru_cache(maxsize=64)
def dark_style(brand: Brand) -> str:
    """The dark palette for programs that ask the system, and for Outlook's apps, which set `data-ogsc`."""
    d = brand.dark
    rules = {
        ".m-ground": f"background:{d.ground}!important;color:{d.ink}!important",
        ".m-sheet": f"background:{d.sheet}!important;border-color:{d.line}!important",
        ".m-ink": f"color:{d.ink}!important",
        ".m-soft": f"color:{d.ink2}!important",
        ".m-brand": f"color:{d.brand}!important",
        ".m-words": f"color:{d.bink}!important",
        ".m-vow": f"background:{d.brand}!important;border-color:{d.brand}!important;color:{d.on}!important",
        ".m-choice": f"border-color:{d.edge}!important",
        ".m-plain": f"background:{d.sheet}!important;border-color:{d.edge}!important;color:{d.ink}!important",
        ".m-quote": f"border-color:{d.bline}!important;color:{d.ink2}!important",
    }
    asked = "".join(f"{name}{{{rule}}}" for name, rule in rules.items())
    outlook = "".join(f"[data-ogsc] {name}{{{rule}}}" for name, rule in rules.items())
    return f"@media (prefers-color-scheme:dark){{{asked}}}{outlook}"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.tests["sheet"] = lambda part: isinstance(part, Sheet)
    environment.tests["vow"] = lambda part: isinstance(part, Vow)
    environment.tests["quote"] = lambda part: isinstance(part, Quote)
    return environment.get_template("promises/mail/letter.html")


def _pieces(part: Sheet | Vow | Quote | Fine, letter: Letter) -> Iterator[str]:
    rtl = letter.rtl
    if isinstance(part, Vow):
        title = f"{_title(part.title, rtl)}\n" if part.title else ""
        yield f"{title}{_wrapped(part.line.text(rtl=rtl))}"
    elif isinstance(part, Quote):
        said = f"{part.intro.text(rtl=rtl)} {part.words}"
        yield textwrap.fill(said, WIDTH, initial_indent="> ", subsequent_indent="> ", break_on_hyphens=False)
    elif isinstance(part, Fine):
        yield "-- \n" + "\n".join(_fine(part, rtl))
    else:
        yield from _sheet(part, letter)


def _fine(part: Fine, rtl: bool) -> Iterator[str]:
    yield from (_wrapped(line.text(rtl=rtl)) for line in part.lines)
    if part.link:
        yield f"{part.link.text(rtl=rtl)}:\n{part.href}"


def _sheet(sheet: Sheet, letter: Letter) -> Iterator[str]:
    rtl = letter.rtl
    if sheet.title:
        yield _wrapped(sheet.title.text(rtl=rtl))
    yield from (_wrapped_lines(words) for words in sheet.body)
    yield from (f"{_wrapped(link.line.text(rtl=rtl))}\n{link.href}" for link in sheet.links)
    yield from (_wrapped(line.text(rtl=rtl)) for line in sheet.lines)
    yield from (_choosable(way, rtl) for way in sheet.choices)
    block = [_title(sheet.heading, rtl)] if sheet.heading else []
    block += [_wrapped(line.text(rtl=rtl), "- ", "  ") for line in sheet.ticks]
    block += [_row(row, letter) for row in sheet.rows]
    yield "\n".join(block)
    closing = [f"{sheet.button.text(rtl=rtl)}:\n{letter.href}"] if sheet.button else []
    closing += [f"{way.line.text(rtl=rtl)}:\n{way.href}" for way in sheet.also]
    closing += [_wrapped(line.text(rtl=rtl)) for line in sheet.soft]
    yield "\n".join(closing)
    if sheet.after:
        yield f"{_wrapped(sheet.after.line.text(rtl=rtl))}\n{sheet.after.href}"


def _choosable(way: Choosable, rtl: bool) -> str:
    first = f"{way.number}  "
    room = " " * len(first)
    lines = [_wrapped(way.what.text(rtl=rtl), first, room)]
    lines += [_wrapped(way.more.text(rtl=rtl), room, room)] if way.more else []
    lines += [f"{room}{way.href}"] if way.href else []
    return "\n".join(lines)


def _row(row: Row, letter: Letter) -> str:
    mark = f"[{letter.marks[row.mark]}] "
    when = "" if row.when is None else f"\n{' ' * len(mark)}{row.when.text(rtl=letter.rtl)}"
    return f"{mark}{row.what.text(rtl=letter.rtl)}{when}"


def _title(line: Line, rtl: bool) -> str:
    return line.text(rtl=rtl).upper()


def _wrapped(words: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        words, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _wrapped_lines(words: str) -> str:
    return "\n".join(_wrapped(clean(line)) for line in words.splitlines())
