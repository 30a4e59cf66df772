"""Options: precedence, near misses, secrets."""

import json
from pathlib import Path

import pytest

from cha.config import cli, options
from cha.config.options import FIELDS, OptionError, gather, read


def given(
    tmp_path: Path, flags: dict[str, str] | None = None, environ: dict[str, str] | None = None
) -> options.Options:
    return read(gather({"data": str(tmp_path / "data"), **(flags or {})}, environ or {}, tmp_path))


def test_flag_wins_over_environment_over_file_over_default(tmp_path: Path) -> None:
    assert given(tmp_path).port == 8000
    (tmp_path / "cha.toml").write_text("port = 8001\n")
    assert given(tmp_path).port == 8001
    assert given(tmp_path, environ={"CHA_PORT": "8002"}).port == 8002
    assert given(tmp_path, {"port": "8003"}, {"CHA_PORT": "8002"}).port == 8003


def test_file_in_the_data_folder_wins_over_that_in_the_working_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "cha.toml").write_text('port = 8001\nmail-port = 26\ntrust-proxy = ["10.0.0.0/8", "::1/128"]\n')
    (tmp_path / "data" / "cha.toml").write_text("port = 8004\n")
    read = given(tmp_path)
    assert (read.port, read.mail_port) == (8004, 26)
    assert [str(network) for network in read.trust_proxy] == ["10.0.0.0/8", "::1/128"]


def test_unknown_key_names_what_is_near(tmp_path: Path) -> None:
    (tmp_path / "cha.toml").write_text("mail_prot = 26\n")
    with pytest.raises(OptionError, match=r"cha\.toml has “mail_prot”.*Did you mean mail_port\?"):
        given(tmp_path)
    (tmp_path / "cha.toml").unlink()
    with pytest.raises(OptionError, match=r"CHA_MAIL_PROT.*Did you mean CHA_MAIL_PORT\?"):
        given(tmp_path, environ={"CHA_MAIL_PROT": "26"})


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("port", "99999", "from 0 to 65535"),
        ("port", "many", "whole number"),
        ("demo", "perhaps", "yes or no"),
        ("log", "loud", "one of debug, info"),
        ("relay", "mail.example:25", "start with smtp:// or smtps://"),
        ("url", "https://", "no host name"),
        ("trust_proxy", "10.0.0.0/99", "address range"),
    ],
)
def test_wrong_value_says_which_and_where_from(tmp_path: Path, name: str, raw: str, said: str) -> None:
    with pytest.raises(OptionError) as refused:
        given(tmp_path, environ={f"CHA_{name.upper()}": raw})
    assert said in str(refused.value)
    assert f"CHA_{name.upper()}" in str(refused.value)


def test_certificate_and_key_go_together(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="go together"):
        given(tmp_path, {"tls_cert": "cert.pem"})


def test_secrets_are_never_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OptionError) as refused:
        given(tmp_path, {"relay": "http://me:hunter2@mail.example"})
    assert "hunter2" not in str(refused.value)
    kept = options._current
    try:
        words = [
            "options",
            "--data",
            str(tmp_path),
            "--relay",
            "smtp://me:hunter2@mail.example",
            "--secret-key",
            "hunter2",
        ]
        for extra in ([], ["--json"]):
            assert cli.main([*words, *extra]) == 0
            said = capsys.readouterr().out
            assert "hunter2" not in said
            assert all(name.replace("_", "-") in said for name in FIELDS)
        rows = {row["name"]: row for row in json.loads(said)}
        assert rows["relay"]["value"] == "set"
        assert rows["data"]["source"] == "--data"
    finally:
        options._current = kept


def test_flags_reach_child_processes_by_environment(tmp_path: Path) -> None:
    kept = options._current
    try:
        options.use({"data": str(tmp_path), "mail_port": "0"}, {}, tmp_path)
        options.settle(mail_port="2626")
        environ = options.child_environ()
        assert (environ["CHA_DATA"], environ["CHA_MAIL_PORT"]) == (str(tmp_path), "2626")
    finally:
        options._current = kept
