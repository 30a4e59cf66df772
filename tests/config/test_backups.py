"""Backups: made while somebody writes, whole when they are back, and never over what is there."""

import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cha.config import cli, options
from cha.config.backups import BackupError, backup, restore
from cha.config.commands.backup import in_words
from cha.config.options import Options, gather, read


@pytest.fixture(autouse=True)
def _options_stay(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("CHA_DATABASE_URL", raising=False)
    kept = options._current
    yield
    options._current = kept


def at(folder: Path) -> Options:
    return read(gather({"data": str(folder)}, {}, folder.parent))


@pytest.fixture
def shop(tmp_path: Path) -> Options:
    """A data folder with a database, a file and a key."""
    data = tmp_path / "shop"
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / "ab" / "cdef").write_bytes(b"a photo of roses")
    (data / "files" / "ab" / ".draft").write_bytes(b"half")
    (data / "keys").mkdir()
    (data / "keys" / "secret").write_text("key")
    with closing(sqlite3.connect(data / "cha.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE person (name TEXT)")
        database.execute("INSERT INTO person VALUES ('Adaeze')")
        database.commit()
    return at(data)


def names(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "cha.sqlite3")) as database:
        return [name for (name,) in database.execute("SELECT name FROM person")]


@pytest.mark.parametrize("name", ["cha.tar", "cha.tar.gz"])
def test_what_was_kept_comes_back(shop: Options, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    assert backup(shop, target) == target.stat().st_size
    assert target.stat().st_mode & 0o777 == 0o600
    back = tmp_path / "back"
    assert restore(at(back), target)["engine"] == "sqlite"
    assert names(back) == ["Adaeze"]
    assert (back / "files" / "ab" / "cdef").read_bytes() == b"a photo of roses"
    assert (back / "keys" / "secret").read_text() == "key"
    assert not (back / "files" / "ab" / ".draft").exists()
    assert sorted(path.name for path in back.iterdir()) == ["cha.sqlite3", "files", "keys"]


def test_backup_is_made_while_somebody_writes(shop: Options, tmp_path: Path) -> None:
    with closing(sqlite3.connect(shop.data / "cha.sqlite3")) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("INSERT INTO person VALUES ('Piet')")
        backup(shop, tmp_path / "cha.tar")
        writing.commit()
    restore(at(tmp_path / "back"), tmp_path / "cha.tar")
    assert names(tmp_path / "back") == ["Adaeze"]
    assert names(shop.data) == ["Adaeze", "Piet"]


def test_folder_that_holds_something_is_refused_and_with_force_put_aside(shop: Options, tmp_path: Path) -> None:
    backup(shop, tmp_path / "cha.tar")
    with pytest.raises(BackupError, match="not empty"):
        restore(shop, tmp_path / "cha.tar")
    (shop.data / "keys" / "secret").write_text("newer")
    restore(shop, tmp_path / "cha.tar", force=True)
    assert (shop.data / "keys" / "secret").read_text() == "key"
    [aside] = shop.data.glob("before-restore-*")
    assert (aside / "keys" / "secret").read_text() == "newer"
    assert names(aside) == ["Adaeze"]


def test_file_that_is_no_backup_changes_nothing(shop: Options, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear shop")
    with pytest.raises(BackupError, match="no backup of Cha"):
        restore(shop, tmp_path / "letter.txt", force=True)
    assert names(shop.data) == ["Adaeze"]


def test_tar_cannot_write_outside_the_data_folder(shop: Options, tmp_path: Path) -> None:
    backup(shop, tmp_path / "cha.tar")
    (tmp_path / "evil").write_text("evil")
    with tarfile.open(tmp_path / "cha.tar", "a") as tar:
        tar.add(tmp_path / "evil", "files/../../outside")
        tar.add(tmp_path / "evil", "/absolute")
    restore(at(tmp_path / "back" / "data"), tmp_path / "cha.tar")
    assert not list(tmp_path.rglob("outside"))


def test_commands_say_what_they_did(shop: Options, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = str(tmp_path / "cha.tar")
    assert cli.main(["backup", target, "--data", str(tmp_path / "nowhere")]) == 1
    assert "no database" in capsys.readouterr().err
    assert cli.main(["backup", target, "--data", str(shop.data)]) == 0
    assert cli.main(["restore", target, "--data", str(shop.data)]) == 1
    assert "--force" in capsys.readouterr().err
    assert cli.main(["restore", target, "--data", str(tmp_path / "back")]) == 0
    assert "Restored" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 KB"), (412_300, "412 KB"), (999_400, "999 KB"), (1_000_000, "1.0 MB"), (3_140_000, "3.1 MB")],
)
def test_a_small_backup_has_a_size_too(size: int, words: str) -> None:
    assert in_words(size) == words
