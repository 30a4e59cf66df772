"""The command line: help worth reading, and what is near when something is wrong."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from cha.config import cli


def test_overview_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    said = capsys.readouterr().out
    assert all(command.name in said for command in cli.present())


@pytest.mark.parametrize("command", [command.name for command in cli.present() if command.name != "django"])
def test_every_command_has_help_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([*command.split(), "--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "examples:" in said
    assert f"cha {command}" in said


def test_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serv"]) == 2
    assert "Did you mean serve?" in capsys.readouterr().err


def test_option_before_the_command_says_where_it_belongs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--port", "1"]) == 2
    assert "comes after a command" in capsys.readouterr().err


def test_unknown_option_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["serve", "--mailport", "1"])
    assert left.value.code == 2
    assert "Did you mean --mail-port?" in capsys.readouterr().err


def test_wrong_value_ends_with_2_before_anything_is_touched(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["serve", "--data", f"{tmp_path}/new", "--port", "x"]) == 2
    assert "--port" in capsys.readouterr().err


def test_every_file_of_a_command_is_in_the_table() -> None:
    names = {command.module for command in cli.COMMANDS}
    assert all(
        name in names for name in (f"{cli.HOME}.{each}" for each in ("serve", "options", "backup")) if find_spec(name)
    )


def test_module_is_the_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "cha", "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("cha ")


@pytest.mark.parametrize("wrong", [["--port", "x"], ["--nonsense"]])
def test_a_mail_server_that_pipes_a_mail_keeps_it_while_the_options_are_wrong(wrong: list[str], tmp_path: Path) -> None:
    assert cli.main(["mail", "read", "-", "--data", str(tmp_path), *wrong]) == os.EX_TEMPFAIL


def test_a_broken_file_of_options_bounces_no_mail(tmp_path: Path) -> None:
    (tmp_path / "cha.toml").write_text("port = = 8000")
    assert cli.main(["mail", "read", "-", "--data", str(tmp_path)]) == os.EX_TEMPFAIL
    assert cli.main(["mail", "read", "letter.eml", "--data", str(tmp_path)]) == 2
