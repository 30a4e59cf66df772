"""The chat widget's two scripts: small, of one piece, and nothing in them that a strict site forbids."""

import gzip
import re

import pytest

from cha.portal.chat_words import WORDS
from cha.ui import chat_bundle
from cha.ui.assets import BUILT

MOST = 12 * 1024
ALL = {path.name: path.read_text() for path in sorted(chat_bundle.SCRIPTS.glob("*.js"))}
SAYS = re.compile(
    r'\b(?:say|saying|press|labelled|outAsk|asked)\("(\w+)"|outShow\("\w*", "(\w+)"|say\([^"()]+\? "(\w+)" : "(\w+)"'
)
FORBIDDEN = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    '"style"',
    "blob:",
)


def test_both_scripts_weigh_no_more_than_was_promised() -> None:
    built = [BUILT / name for name in ("chat.js", "chat-box.js")]
    packed = [path.with_name(f"{path.name}.br") for path in built]
    if not all(path.exists() for path in packed):
        pytest.skip("joined with --own, not packed: python hatch_build.py")
    sizes = [path.stat().st_size for path in packed]
    print("brotli", sizes, "gzip", [len(gzip.compress(path.read_bytes(), 9)) for path in built])
    assert sum(sizes) <= MOST


def test_names_at_the_top_of_the_modules_differ() -> None:
    names = re.findall(
        r"^(?:export )?(?:default )?(?:async )?(?:const|let|class|function) (\w+)",
        "\n".join(ALL.values()),
        re.MULTILINE,
    )
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ALL)
def test_a_module_does_nothing_that_a_strict_site_forbids(name: str) -> None:
    assert [word for word in FORBIDDEN if word in ALL[name]] == []
    assert len(ALL[name].splitlines()) <= 150


def test_every_word_that_is_said_is_there() -> None:
    said = {word for text in ALL.values() for found in SAYS.findall(text) for word in found if word}
    assert len(said) > 50
    assert said - set(WORDS) == set()


def test_the_box_is_handed_what_the_button_brought() -> None:
    box, button = chat_bundle.box_script(), chat_bundle.button_script("chat-box-1.js")
    assert "function make(" in button
    assert "function make(" not in box
    assert box.startswith("export default ([desk,")
    assert "/chat-box-1.js`)" in button
    assert "import " not in box.replace("import(", "")


def test_a_sheet_is_squeezed_and_means_the_same() -> None:
    assert chat_bundle.squeezed("/* why */\n.a {\n  color: red;\n  & .b:hover {\n    gap: 1px;\n  }\n}\n") == (
        ".a{color:red;& .b:hover{gap:1px}}"
    )
