"""The documentation says what is there, and nothing else: options, events, commands, apps, links, pictures."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

from cha.config.cli import COMMANDS, find, parser_for
from cha.config.options import FIELDS, flag, variable
from cha.config.wiring import WIRING

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    page
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "cha").rglob("README.md")]
    if "node_modules" not in page.parts
)
APPS = sorted(path.parent.name for path in (ROOT / "cha").glob("*/__init__.py"))
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^ {4}.*\n)+", re.MULTILINE)
OURS = re.compile(r"(?:(?<=[ /])|^)cha (?=[a-z-])")
OPTIONS_OF_OTHERS = {"--mail-from", "--mail-rcpt"}


def text(name: str) -> str:
    """A page of the documentation."""
    return (ROOT / name).read_text(encoding="utf-8")


def named(path: Path) -> str:
    """A page's name in a failing test."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("name", FIELDS)
def test_every_option_is_documented(name: str) -> None:
    page = text("docs/options.md")
    assert f"| `{flag(name)}` | `{variable(name)}` |" in page


@pytest.mark.parametrize("verb", WIRING)
def test_every_event_is_documented_in_words(verb: str) -> None:
    row = re.search(rf"^\| `{re.escape(verb)}` \| ([^|]+) \|", text("docs/events.md"), re.MULTILINE)
    assert row, "run bin/docs"
    assert row[1].strip().endswith("."), "write what happened into docs/events.md"


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_is_documented(name: str) -> None:
    assert f"\n## cha {name}\n" in text("docs/commands.md")


def test_the_tables_are_as_the_code() -> None:
    ran = subprocess.run([sys.executable, "bin/docs", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("app", APPS)
def test_every_app_says_what_it_is(app: str) -> None:
    lines = text(f"cha/{app}/README.md").splitlines()
    assert 10 <= len(lines) <= 40
    assert lines[0].startswith(f"# {app}")


@pytest.mark.parametrize("app", APPS)
def test_every_app_is_on_the_map(app: str) -> None:
    assert f"(cha/{app}/README.md)" in text("README.md")


def test_the_readme_is_short() -> None:
    assert len(text("README.md").splitlines()) <= 60


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    for link in (one or other for one, other in LINK.findall(without_code(page.read_text(encoding="utf-8")))):
        target, _, place = link.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), f"{named(page)} links to {link}"
        if place:
            assert place in headings(found), f"{named(page)} links to {link}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_that_are_named_are_there(page: Path) -> None:
    for name in re.findall(r"`((?:cha|tests|docs|bin|bench)/[\w./-]+)`", page.read_text(encoding="utf-8")):
        if not re.search(r"NAME|CODE|APP|starring", name):
            assert (ROOT / name).exists(), f"{named(page)} names {name}"


def test_files_in_words_are_there() -> None:
    for cell in re.findall(r"\| (`[^|]*) \|$", text("docs/words.md"), re.MULTILINE):
        folder = ROOT / "cha"
        for name in re.findall(r"`([\w./]+)`", cell):
            path = ROOT / "cha" / name if "/" in name else folder / name
            assert path.exists(), name
            folder = path.parent


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_are_real(page: Path) -> None:
    for line in commands_in(page.read_text(encoding="utf-8")):
        words = re.split(r"\s{3,}|[|;…]", line)[0].replace('"', " ").split()
        command = find(words)
        assert command, f"{named(page)}: cha {line}"
        known = {option for action in options_of(command.name) for option in action}
        for word in words if command.name != "django" else ():
            if word.startswith("--"):
                assert word.partition("=")[0] in known | {"--help"}, f"{named(page)}: cha {line}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_variables_are_options_or_settings(page: Path) -> None:
    for name in re.findall(r"\bCHA_[A-Z_]+\b", page.read_text(encoding="utf-8")):
        assert name.removeprefix("CHA_").lower() in FIELDS or hasattr(settings, name), f"{named(page)} names {name}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_options_are_real(page: Path) -> None:
    known = {flag(name) for name in FIELDS} | OPTIONS_OF_OTHERS
    known |= {option for command in COMMANDS for action in options_of(command.name) for option in action}
    known |= {"--version", "--reset", "--own", "--check"}
    for code in re.findall(r"`(--[a-z-]+)", page.read_text(encoding="utf-8")):
        assert code in known, f"{named(page)} names {code}"


def options_of(name: str) -> Iterator[list[str]]:
    """The spellings of each thing a command takes."""
    command = next(row for row in COMMANDS if row.name == name)
    for action in parser_for(command, import_module(command.module))._actions:
        yield list(action.option_strings)


def commands_in(page: str) -> Iterator[str]:
    """What follows `cha` in blocks and between backticks; lines that go on are joined, output and comments left out."""
    blocks = [code for _, code in FENCE.findall(page)] + INDENTED.findall(FENCE.sub("", page))
    for code in blocks:
        for line in code.replace("\\\n", " ").splitlines():
            said = [line[match.end() :] for match in OURS.finditer(line)]
            if said and not line.lstrip().startswith(("#", "Cha ")):
                # A user or a folder may be called cha too.
                yield next((words for words in said if find(words.split())), said[0])
    yield from re.findall(r"`(?:\|\"?\S*)?cha ([a-z][^`]*)`", FENCE.sub("", page))


def without_code(page: str) -> str:
    """The page without its blocks of code and its code between backticks."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", page))


def headings(page: Path) -> set[str]:
    """The places that a link into a page may name."""
    found = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in found}
