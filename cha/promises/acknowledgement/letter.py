"""A letter is a few parts; a part is lines; a line is one translated sentence with values in it.

Values are what others wrote (names, subjects, codes): escaped and set in their own direction in the HTML, between
isolates in right-to-left text (Unicode UAX 9). Neither a tag nor a direction mark in a name reaches the sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from markupsafe import Markup

from cha.promises.acknowledgement.palette import Brand

RIGHT_TO_LEFT: Final = frozenset({"ar", "he", "fa", "ur"})
_TAG: Final = re.compile(r"</?b>")
_LRI, _FSI, _PDI = "\u2066", "\u2068", "\u2069"
_SUBJECT_LONGEST: Final = 120
_BDI: Final = Markup("<bdi>%s</bdi>")
_BDI_LTR: Final = Markup('<bdi dir="ltr">%s</bdi>')
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_BREAKS: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Words:
    """One mail in words. preview: the line beside the subject in a list of mails. html: None for a plain mail."""

    subject: str
    preview: str
    text: str
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """pattern: translated, with `<b>` at most, and `%(name)s` for each of `values`."""

    pattern: str
    values: Mapping[str, str] = field(default_factory=dict)

    def html(self) -> Markup:
        """Escaped; each value in a `<bdi>` of its own."""
        filled = {name: _bdi(clean(value)) for name, value in self.values.items()}
        return Markup(self.pattern) % filled if filled else Markup(self.pattern.replace("%%", "%"))  # noqa: S704

    def text(self, *, rtl: bool = False) -> str:
        """Without tags; in right-to-left text each value stands between isolates."""
        pattern = _TAG.sub("", self.pattern)
        filled = {name: isolated(value) if rtl else clean(value) for name, value in self.values.items()}
        return pattern % filled if filled else pattern.replace("%%", "%")


Mark = Literal["done", "now", "next", "kept"]


@dataclass(frozen=True, slots=True)
class Row:
    """One step or promise: what, and when or by whom."""

    mark: Mark
    what: Line
    when: Line | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """A line that leads somewhere: a file that was too large to come along."""

    line: Line
    href: str


@dataclass(frozen=True, slots=True)
class Choosable:
    """One way to choose from, in a box of its own: what happens, what there is to add, and the page that asks again.

    Without `href` it has no button: the answer is its number. None in it weighs more than another.
    """

    number: int
    what: Line
    more: Line | None = None
    button: Line | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A card. Empty fields leave their piece out. `body` is a member's own words, paragraph by paragraph; `also` are
    plain buttons beside the button, `after` is a quiet way on at the end.
    """

    title: Line | None = None
    heading: Line | None = None
    body: tuple[str, ...] = ()
    links: tuple[Linked, ...] = ()
    lines: tuple[Line, ...] = ()
    choices: tuple[Choosable, ...] = ()
    ticks: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    button: Line | None = None
    also: tuple[Linked, ...] = ()
    soft: tuple[Line, ...] = ()
    after: Linked | None = None


@dataclass(frozen=True, slots=True)
class Vow:
    """The promise, on the brand's colour. title: "Our promise"; None where the line says it all."""

    title: Line | None
    line: Line


@dataclass(frozen=True, slots=True)
class Quote:
    """Their last words, cut, with time and way in."""

    intro: Line
    words: str


@dataclass(frozen=True, slots=True)
class Fine:
    """The small lines at the end; `link` opens `href`."""

    lines: tuple[Line, ...]
    link: Line | None = None
    href: str = ""


Part = Sheet | Vow | Quote | Fine


@dataclass(frozen=True, slots=True)
class Letter:
    """marks: the words for done, now, next and kept in the text version. href: where every button leads."""

    language: str
    business: str
    brand: Brand
    subject: Line
    preview: Line
    parts: tuple[Part, ...]
    href: str
    marks: Mapping[str, str]

    @property
    def rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self.language.split("-")[0] in RIGHT_TO_LEFT


def clean(value: str) -> str:
    """`value` on one line, without control, direction and other invisible characters.

    Categories Cc, Cf, Cs, Co, Zl, Zp become a space; the joiners that Arabic, Indic and emoji need stay.
    """
    if value.isascii() and value.isprintable():
        return " ".join(value.split())
    return " ".join(
        "".join(c if c in _JOINERS or unicodedata.category(c) not in _UNSEEN else " " for c in value).split()
    )


def isolated(value: str) -> str:
    """`value` cleaned, in an isolate: its first strong letter decides, digits alone run left to right."""
    kept = clean(value)
    return f"{_FSI if _has_direction(kept) else _LRI}{kept}{_PDI}"


def _bdi(value: str) -> Markup:
    """A telephone number has no letter to take its direction from, and would turn round in Arabic."""
    return (_BDI if _has_direction(value) else _BDI_LTR) % value


def _has_direction(value: str) -> bool:
    return any(unicodedata.bidirectional(c) in {"L", "R", "AL"} for c in value)


def header(line: Line, *, rtl: bool) -> str:
    """A subject: one line, no control characters, at most 120 characters (RFC 5322, 2.1.1 and 3.6.5)."""
    words = line.text(rtl=rtl)
    kept = " ".join("".join(" " if unicodedata.category(c) in _BREAKS else c for c in words).split())
    if len(kept) <= _SUBJECT_LONGEST:
        return kept
    cut = kept[: _SUBJECT_LONGEST - 1].rstrip() + "…"
    return cut + _PDI * (cut.count(_FSI) + cut.count(_LRI) - cut.count(_PDI))
