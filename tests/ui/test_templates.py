"""House rules for every template of every app: a strict content security policy, and icons that exist."""

import re
from pathlib import Path

import pytest

from cha.ui import assets

ROOT = Path(assets.__file__).parent.parent
TEMPLATES = sorted(path for path in ROOT.rglob("*.html") if {"jinja2", "templates"} & set(path.parts))
MAIL = {"mail", "mails", "email", "letters"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_keeps_the_policy_and_names_icons_that_exist(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    if not MAIL & {part.split(".")[0] for part in path.parts}:
        assert not re.search(r'\sstyle="', text), "styles belong in a sheet"
    assert not re.search(r"\son[a-z]+=\"", text), "no inline event handlers"
    assert re.findall(r"<script(?![^>]*(?:importmap|src=))", text) == []
    assert set(re.findall(r'\bicon\("([a-z0-9-]+)"', text)) <= set(assets.icon_names())
    assert len(text.splitlines()) <= 120
