"""The joiners, and what the joined files promise to browsers."""

import re
from pathlib import Path

import pytest

from cha.ui import assets

UI = Path(assets.__file__).parent


def test_an_entry_sheet_is_inlined_in_its_layers(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("/* why */\n.a {\n  color: red;\n}\n")
    entry = tmp_path / "entry.css"
    entry.write_text('@layer base, components;\n@import url("a.css") layer(components);\n')
    assert assets.join_styles(entry) == "@layer base, components;\n@layer components {\n.a {\n  color: red;\n}\n}\n\n"


def test_an_import_without_a_layer_is_refused(tmp_path: Path) -> None:
    entry = tmp_path / "entry.css"
    entry.write_text('@import url("a.css");\n')
    with pytest.raises(ValueError, match="layer"):
        assets.join_styles(entry)


def test_a_controller_is_registered_under_its_file_name(tmp_path: Path) -> None:
    (tmp_path / "controllers").mkdir()
    (tmp_path / "controllers" / "saved-replies.js").write_text(
        'import { Controller } from "@hotwired/stimulus";\n\nexport default class extends Controller {\n}\n'
    )
    (tmp_path / "live.js").write_text('import { one } from "./one.js";\nexport const two = one;\n')
    joined = assets.join_scripts(tmp_path)
    assert "class SavedRepliesController extends Controller {" in joined
    assert 'application.register("saved-replies", SavedRepliesController);' in joined
    assert joined.index("const two = one;") < joined.index("SavedRepliesController")
    assert re.findall(r'from "([^"]+)"', joined) == ["@hotwired/turbo", "@hotwired/stimulus"]


def test_a_missing_icon_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        assets.sprite(tmp_path)


def test_every_component_sheet_is_joined_somewhere() -> None:
    entries = "".join(path.read_text() for path in (UI / "css").glob("*.css"))
    joined = set(re.findall(r"components/([\w-]+\.css)", entries))
    assert {path.name for path in (UI / "css" / "components").glob("*.css")} == joined


def test_names_at_the_top_of_our_scripts_differ() -> None:
    names = re.findall(
        r"^(?:const|let|class|function|async function) (\w+)", assets.join_scripts(UI / "js"), re.MULTILINE
    )
    assert len(names) == len(set(names))


def test_scripts_and_sheets_stay_small() -> None:
    sheets = list((UI / "css" / "components").glob("*.css"))
    scripts = list((UI / "js").rglob("*.js"))
    lengths = {path.name: len(path.read_text().splitlines()) for path in scripts + sheets}
    assert {name: lines for name, lines in lengths.items() if lines > (150 if name.endswith(".js") else 240)} == {}
