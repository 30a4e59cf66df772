"""Join the chat widget's modules into the two scripts that other people's sites fetch: `chat.js` and `chat-box.js`.

Standard library only, loaded by path while a wheel is built, like `assets.py`. Input is `cha/ui/js/chat` and
`cha/ui/css/chat`. `chat.js` is the button; the box comes at the first tap, under a name that has its digest in it, and
is handed what the button brought already.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

UI = Path(__file__).resolve().parent
SCRIPTS = UI / "js" / "chat"
SHARED = ("desk.js", "make.js")
BUTTON = "launch.js"

COMMENT_CSS = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE_CSS = re.compile(r"\s*([{};,>])\s*")
COMMENT_JS = re.compile(r"^\s*(?:/\*.*?\*/|//[^\n]*)\s*\n", re.DOTALL | re.MULTILINE)
STYLES_JS = re.compile(r'^import (\w+) from "([^"]+\.css)";\n', re.MULTILINE)
IMPORT_JS = re.compile(r'^import .*? from "[^"]+\.js";\n', re.MULTILINE)
EXPORT_JS = re.compile(r"^export (?:default )?", re.MULTILINE)
NAMES_JS = re.compile(r"^export (?:async )?(?:function|const) (\w+)", re.MULTILINE)
INDENT_JS = re.compile(r"\n\s+")


def write(built: Path, minify: Callable[[Path], str] | None = None) -> tuple[Path, Path]:
    """Write both scripts into `built`; `minify` makes a file's text smaller still, where there is a tool for it.

    What was packed from those of before is taken away.
    """
    button, box = built / "chat.js", built / "chat-box.js"
    digest = hashlib.sha256(_written(box, box_script(), minify).encode()).hexdigest()[:8]
    _written(button, button_script(f"chat-box-{digest}.js"), minify)
    return button, box


def box_script() -> str:
    """A module whose default export takes what is shared, and the element, and begins the box."""
    modules = [path for path in sorted(SCRIPTS.glob("*.js")) if path.name not in (*SHARED, BUTTON)]
    text = "\n".join(map(_bare, modules))
    return f"export default ([{', '.join(_names())}], host) => {{\n{text}\nreturn begin(host);\n}};\n"


def button_script(box: str) -> str:
    """A script that is no module, so that it may stand anywhere; `box` is the file that the first tap fetches."""
    text = "\n".join(_bare(SCRIPTS / name) for name in (*SHARED, BUTTON))
    given = f"const chatShared = [{', '.join(_names())}];"
    fetch = f"const chatBox = (host) => import(`${{desk.base}}/{box}`).then((made) => made.default(chatShared, host));"
    return f"(() => {{\n{_before_last(text, given, fetch)}}})();\n"


def _before_last(text: str, *more: str) -> str:
    """The button's text with `more` before its last statement, which begins everything."""
    at = text.rindex('if (!customElements.get("cha-chat"))')
    return "\n".join((text[:at], *more, text[at:]))


def squeezed(css: str) -> str:
    """A sheet without comments and needless space."""
    return " ".join(SPACE_CSS.sub(r"\1", COMMENT_CSS.sub("", css)).split()).replace(": ", ":").replace(";}", "}")


def _names() -> Iterator[str]:
    for name in SHARED:
        yield from NAMES_JS.findall((SCRIPTS / name).read_text())


def _bare(path: Path) -> str:
    """A module's text without imports and exports; a sheet that it imports is a string in it."""

    def styles(found: re.Match[str]) -> str:
        return f"const {found[1]} = {json.dumps(squeezed((path.parent / found[2]).read_text()))};\n"

    text = STYLES_JS.sub(styles, path.read_text())
    return INDENT_JS.sub("\n", COMMENT_JS.sub("", EXPORT_JS.sub("", IMPORT_JS.sub("", text))))


def _written(path: Path, text: str, minify: Callable[[Path], str] | None) -> str:
    path.with_name(f"{path.name}.br").unlink(missing_ok=True)
    path.write_text(text)
    if minify:
        path.write_text(text := minify(path))
    return text
