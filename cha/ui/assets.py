"""Join our own style sheets, scripts and icons into the few files that browsers fetch.

Standard library only: `hatch_build.py` imports it while a wheel is built, when nothing else is installed.
Input lives in `cha/ui/css`, `cha/ui/js` and `cha/ui/icons.txt`; output goes to `cha/ui/static/built` (ignored by git).
"""

import re
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).resolve().parent
BUILT = UI / "static" / "built"

IMPORT_CSS = re.compile(r'^@import url\("([^"]+)"\) layer\((\w+)\);$')
COMMENT_CSS = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
COMMENT_JS = re.compile(r"^\s*(/\*.*?\*/|//[^\n]*)\s*\n", re.DOTALL | re.MULTILINE)
IMPORT_JS = re.compile(r'^import .*? from "([^"]+)";\n', re.MULTILINE)
EXPORT_JS = re.compile(r"^export (?:default )?", re.MULTILINE)
DEFAULT_JS = re.compile(r"^export default class extends Controller", re.MULTILINE)
SVG_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)

HEAD_JS = """import * as Turbo from "@hotwired/turbo";
import { Application, Controller } from "@hotwired/stimulus";
"""


def join_styles(entry: Path) -> str:
    """One sheet from an entry file of `@import url(…) layer(…);` lines, each import inlined in its layer.

    Other lines of the entry (the `@layer` order) stay as they are. Raises `ValueError` for an import of another shape.
    """
    parts = []
    for line in COMMENT_CSS.sub("", entry.read_text()).splitlines():
        found = IMPORT_CSS.match(line)
        if line.startswith("@import") and not found:
            raise ValueError(f'{entry.name}: write @import url("…") layer(…); instead of {line}')
        parts.append(f"@layer {found[2]} {{\n{_sheet(entry.parent / found[1])}}}\n" if found else line)
    return "\n".join(part for part in parts if part) + "\n"


def join_scripts(folder: Path) -> str:
    """One module: the shared files first, then every controller, registered under its file name.

    A controller is a file with `export default class extends Controller`. Imports are dropped, as all files share the
    module and its two imports (Turbo and Stimulus); names at the top level must therefore differ between files.
    """
    shared = [_script(path) for path in sorted(folder.glob("*.js"))]
    controllers, names = [], []
    for path in sorted((folder / "controllers").glob("*.js")):
        name = "".join(part.title() for part in path.stem.split("-")) + "Controller"
        text = DEFAULT_JS.sub(f"class {name} extends Controller", path.read_text())
        controllers.append(_bare(text))
        names.append(f'application.register("{path.stem}", {name});')
    start = "\nconst application = Application.start();\n"
    return HEAD_JS + "\n".join(shared + controllers) + start + "\n".join(names) + "\n"


def icon_names() -> list[str]:
    """The Lucide names in `icons.txt`: one or more a line, `#` begins a comment."""
    lines = (line.split("#")[0] for line in (UI / "icons.txt").read_text().splitlines())
    return sorted({name for line in lines for name in line.split()})


def sprite(lucide: Path) -> str:
    """One SVG file with a `<symbol>` per wanted icon, from the folder of a `lucide-static` package.

    Raises `FileNotFoundError` for a name that the package does not have.
    """
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"><!-- icons: Lucide, ISC licence -->\n'
        + "\n".join(_symbols(lucide))
        + "\n</svg>\n"
    )


def write_own(built: Path = BUILT) -> None:
    """Write `cha.css`, `customer.css`, `cha.js` and `form.js`; enough after a change to our own files."""
    built.mkdir(parents=True, exist_ok=True)
    for entry in sorted((UI / "css").glob("*.css")):
        if "@import" in entry.read_text():
            (built / entry.name).write_text(join_styles(entry))
    (built / "cha.js").write_text(join_scripts(UI / "js"))
    (built / "form.js").write_text(_bare((UI / "js" / "form" / "form.js").read_text()))


def _sheet(path: Path) -> str:
    return COMMENT_CSS.sub("", path.read_text())


def _script(path: Path) -> str:
    return _bare(path.read_text())


def _bare(text: str) -> str:
    return COMMENT_JS.sub("", EXPORT_JS.sub("", IMPORT_JS.sub("", text)))


def _symbols(lucide: Path) -> Iterator[str]:
    for name in icon_names():
        body = SVG_BODY.search((lucide / f"{name}.svg").read_text())
        if body is None:
            raise ValueError(f"{name}.svg of lucide-static holds no drawing")
        yield f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(body[1].split())}</symbol>'
