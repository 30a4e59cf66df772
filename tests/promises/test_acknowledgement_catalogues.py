"""The catalogues of what people read: complete, not fuzzy, with the placeholders of the English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

CHA = Path(__file__).parents[2] / "cha"
TRANSLATED = ("nl", "fr", "de", "es", "ar")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|</?b>")


def catalogue(language: str) -> Catalog:
    with (CHA / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return read_po(source)


def said_to_people() -> Iterator[str]:
    """Every string that a person reads: the mails in Python, the portal in Python and Jinja."""
    mails = [CHA / "promises" / "acknowledgement", CHA / "resolutions" / "offers" / "letters"]
    alone = [
        "promises/wording.py",
        "promises/added_steps.py",
        "resolutions/offers/choosing.py",
        "resolutions/offers/words.py",
    ]
    for path in [*(path for folder in mails for path in folder.glob("*.py")), *(CHA / one for one in alone)]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "gettext"}:
                yield ast.literal_eval(node.args[0])
    portal = [("**.py", "python"), ("**/jinja2/**.html", "jinja2")]
    options = {"**/jinja2/**.html": {"newstyle_gettext": "true", "trimmed": "true"}}
    for _path, _line, message, _comments, _context in extract_from_dir(str(CHA / "portal"), portal, options):
        yield message if isinstance(message, str) else message[0]


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_untranslated_or_fuzzy(language: str) -> None:
    entries = [message for message in catalogue(language) if message.id]

    assert len(entries) > 190
    assert not [message.id for message in entries if message.fuzzy or not message.string]


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_agree(language: str) -> None:
    for message in catalogue(language):
        english, translated = str(message.id), str(message.string)
        # A language has as many forms of a number as it has.
        found = set if message.pluralizable else sorted
        if english:
            assert found(PLACEHOLDER.findall(english)) == found(PLACEHOLDER.findall(translated)), english
            assert not re.search(r"%(?!\(\w+\)[sd]|%)", translated), translated


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_string_that_people_read_is_in_the_catalogue(language: str) -> None:
    known = catalogue(language)

    assert not sorted({words for words in said_to_people() if words not in known})
