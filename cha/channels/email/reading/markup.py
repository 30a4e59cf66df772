"""HTML of a mail: cleaned so that it can be shown inside our pages, and turned into text.

Cleaning runs twice with nh3. The first pass gives canonical markup; then images lose their `src`
(`data-src` for remote ones, `data-cid` for files of the same mail); the last pass allows no `src` at all,
so whatever happens between, nothing can load or run before `show_images` is asked for.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from html.parser import HTMLParser

import nh3

from cha.channels.email.reading import bounds
from cha.channels.email.reading.words import body_text

# fmt: off
_TAGS = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp",
    "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
})
_EMPTIED = frozenset({
    "script", "style", "title", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math",
    "xml", "textarea", "select", "button", "noframes", "noembed", "xmp", "plaintext", "audio", "video",
    "canvas", "map", "frameset",
})
_EVERYWHERE = frozenset({
    "dir", "lang", "title",
})
_CELL = frozenset({
    "align", "colspan", "rowspan", "valign", "width",
})
# fmt: on
_ATTRIBUTES: dict[str, AbstractSet[str]] = {
    "*": _EVERYWHERE,
    "a": {"href"},
    "blockquote": set[str](),
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "table": {"align", "width", "border", "cellpadding", "cellspacing"},
    "td": _CELL,
    "th": _CELL | {"scope"},
    "tr": {"align", "valign"},
    "col": {"span", "width"},
    "div": {"align"},
    "p": {"align"},
    "time": {"datetime"},
}
_SHOWN: dict[str, AbstractSet[str]] = _ATTRIBUTES | {"img": {"data-src", "data-cid", "alt", "width", "height"}}
_SIZE = re.compile(r"^\d{1,4}%?$")
_DIRECTION = re.compile(r"^(ltr|rtl|auto)$", re.IGNORECASE)
_IMAGE = re.compile(r"<img((?: [a-z-]+=\"[^\"]*\")*)>")
_IMAGE_SOURCE = re.compile(r' (src|data-src|data-cid)="([^"]*)"')
_TAG = re.compile(r"</?[a-zA-Z]")
_NESTING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})")
# Elements that are empty, or that nobody need close.
# fmt: off
_OFTEN_OPEN = frozenset({
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "colgroup", "br", "img", "hr",
    "input", "meta", "link", "col", "wbr", "base", "area",
})
# fmt: on


def _value(tag: str, name: str, value: str) -> str | None:
    if name in ("width", "height", "border", "cellpadding", "cellspacing", "colspan", "rowspan", "span"):
        return value.strip() if _SIZE.match(value.strip()) else None
    if name == "dir":
        return value.lower() if _DIRECTION.match(value) else None
    if tag == "img" and name == "src":
        return value.strip() if re.match(r"^\s*(https?://|cid:)", value, re.IGNORECASE) else None
    # Without angle brackets in values, "<img" in the result is always an image.
    return (
        value.replace("<", "‹").replace(">", "›") if name != "href" else value.replace("<", "%3C").replace(">", "%3E")
    )


def _cleaner(attributes: Mapping[str, AbstractSet[str]], schemes: set[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_EMPTIED,
        attributes=attributes,
        attribute_filter=_value,
        strip_comments=True,
        link_rel="noopener noreferrer nofollow",
        generic_attribute_prefixes=set(),
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes=schemes,
        url_relative="deny",
    )


_CANONICAL = _cleaner(_ATTRIBUTES, {"http", "https", "mailto", "tel", "cid"})
_FINAL = _cleaner(_SHOWN, {"http", "https", "mailto", "tel"})


def clean_html(html: str, problems: list[str]) -> str:
    """Markup that can neither run, load, style nor post anything; '' when nothing is left."""
    html = body_text(html)
    if len(html) > bounds.HTML_CHARACTERS:
        html = html[: bounds.HTML_CHARACTERS]
        problems.append("a text longer than a million characters")
    html = _flattened(html, problems)
    canonical = _CANONICAL.clean(html)
    return _FINAL.clean(_IMAGE.sub(_asleep, canonical)).strip()


def show_images(html: str, *, remote: bool = False, files: Mapping[str, str] | None = None) -> str:
    """Wake the images of cleaned HTML: files of the mail by Content-ID → URL, remote ones only when asked.

    The URLs in `files` must be our own; they are escaped here.
    """
    return _IMAGE.sub(lambda found: _awake(found, remote, files or {}), html)


def content_ids(html: str) -> set[str]:
    """The Content-IDs that cleaned HTML shows."""
    found = (source for image in _IMAGE.finditer(html) for source in _IMAGE_SOURCE.finditer(image[1]))
    return {_unescape(source[2]) for source in found if source[1] == "data-cid"}


def has_remote_images(html: str) -> bool:
    """Whether "show images" would have anything to load."""
    return any(' data-src="' in image[1] for image in _IMAGE.finditer(html))


def html_text(clean: str) -> str:
    """Cleaned HTML as plain text: links in brackets where they differ, quotes behind `> `, tables row by row."""
    reader = _TextOf()
    reader.feed(clean)
    reader.close()
    return reader.text()


def _asleep(found: re.Match[str]) -> str:
    def rename(source: re.Match[str]) -> str:
        value = source[2]
        if value[:4].lower() == "cid:":
            return f' data-cid="{value[4:]}"'
        return f' data-src="{value}"'

    return f"<img{_IMAGE_SOURCE.sub(rename, found[1])}>"


def _awake(found: re.Match[str], remote: bool, files: Mapping[str, str]) -> str:
    def rename(source: re.Match[str]) -> str:
        if source[1] == "data-cid" and _unescape(source[2]) in files:
            return f' src="{_escape(files[_unescape(source[2])])}" loading="lazy"'
        if source[1] == "data-src" and remote:
            return f' src="{source[2]}" loading="lazy" referrerpolicy="no-referrer"'
        return source[0]

    return f"<img{_IMAGE_SOURCE.sub(rename, found[1])}>"


def _flattened(html: str, problems: list[str]) -> str:
    """Markup with far too many tags, entities or attributes is read as text: builders take quadratic time over it."""
    count = len(_TAG.findall(html))
    shallow = count <= bounds.HTML_DEPTH or _depth(html) <= bounds.HTML_DEPTH
    if count <= bounds.HTML_TAGS and html.count("&") <= bounds.HTML_TAGS and shallow and _is_brief(html):
        return html
    problems.append("markup far too rich to be shown")
    return "<pre>" + re.sub(r"<[^<>]{0,2000}>", " ", html).replace("<", " ").replace("&", " ") + "</pre>"


def _is_brief(html: str) -> bool:
    """Whether no tag has far too many attributes."""
    for chunk in html.split("<"):
        tag = chunk.rpartition(">")[0] or chunk
        if len(tag) > bounds.HTML_ATTRIBUTES and len(re.findall(r"[\s/=]+", tag)) > bounds.HTML_ATTRIBUTES:
            return False
    return True


def _depth(html: str) -> int:
    """How deep the elements lie in one another at most, as far as their tags say."""
    depth = deepest = 0
    for found in _NESTING.finditer(html):
        if found[2].lower() not in _OFTEN_OPEN:
            depth = max(0, depth + (-1 if found[1] else 1))
            deepest = max(deepest, depth)
    return deepest


def _escape(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def _unescape(value: str) -> str:
    return value.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


# fmt: off
_BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "figure",
    "center", "details", "summary",
})
_LINES = frozenset({
    "li", "dt", "dd", "tr", "caption", "figcaption",
})
# fmt: on


class _TextOf(HTMLParser):
    """Collects text from nh3's well-formed output."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[tuple[int, str]] = [(0, "")]
        self._quotes = 0
        self._pre = 0
        self._links: list[tuple[str, int]] = []
        self._written = 0
        self._now: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._break(always=True)
        elif tag == "hr":
            self._break()
            self._now.append("________________________________")
            self._break()
        elif tag == "img":
            self._say(dict(attrs).get("alt") or "")
        elif tag == "li":
            self._break()
            self._now.append("- ")
        elif tag in ("td", "th") and "".join(self._now).strip():
            self._now.append("  ")
        elif tag in _BLOCKS or tag in _LINES:
            self._break(gap=tag == "p")
        if tag == "blockquote":
            self._quotes += 1
        self._pre += tag == "pre"
        if tag == "a":
            self._links.append((dict(attrs).get("href") or "", self._written))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._close_link(*self._links.pop())
        if tag in _BLOCKS or tag in _LINES:
            self._break(gap=tag == "p" or tag in ("ul", "ol", "table", "blockquote"))
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        self._pre -= tag == "pre"

    def handle_data(self, data: str) -> None:
        if self._pre > 0:
            first, *rest = data.split("\n")
            self._say(first, keep=True)
            for line in rest:
                self._break(always=True)
                self._say(line, keep=True)
        else:
            self._say(data)

    def text(self) -> str:
        """Everything read so far."""
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._shown(*line) for line in self._lines)).strip()

    def _close_link(self, href: str, since: int) -> None:
        words = "".join(self._now)[-(self._written - since) :].strip() if self._written > since else ""
        bare = href.removeprefix("mailto:").removeprefix("tel:")
        if bare and words and bare.rstrip("/") not in words and not words.startswith("http") and len(bare) <= 300:
            self._say(f" <{bare}>")

    def _say(self, words: str, *, keep: bool = False) -> None:
        if not keep:
            words = re.sub(r"[ \t\n\r\xa0]+", " ", words)
            if not self._now or self._now[-1].endswith(" "):
                words = words.lstrip(" ")
        if words:
            self._now.append(words)
            self._written += len(words)

    def _break(self, *, always: bool = False, gap: bool = False) -> None:
        line = "".join(self._now).rstrip()
        self._now = []
        if line or always:
            self._lines.append((self._quotes, line))
        if gap and self._lines[-1][1]:
            self._lines.append((self._quotes, ""))

    @staticmethod
    def _shown(quotes: int, line: str) -> str:
        return f"{'> ' * min(quotes, 10)}{line}".rstrip() if quotes else line
