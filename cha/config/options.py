"""Every option, once: its flag, its `CHA_…` variable, its key in `cha.toml`, its type, default and help.

The nearest source wins: flag, then environment, then `cha.toml` (in the data folder, else in the working folder),
then the default. Nothing else in the project reads the environment.

    name = option(kind, default, group, help, secret=False)
"""

from __future__ import annotations

import dataclasses
import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cha.config import kinds
from cha.config.kinds import Network


class OptionError(Exception):
    """An option that does not exist, or a value that cannot be; the text says which, where from and what is near."""


def option(kind: kinds.Reader, default: str, group: str, help: str, *, secret: bool = False) -> Any:
    """One row of the table; `default` is written as a person would write it and read by the same `kind`."""
    return dataclasses.field(
        metadata={"kind": kind, "default": default, "group": group, "help": help, "secret": secret}
    )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of this process, read and checked."""

    data: Path = option(kinds.path, "", "data", "folder that holds everything: database, files, keys")
    database_url: str = option(
        kinds.address_with("postgres", "postgresql", "sqlite"),
        "",
        "data",
        "postgres://user:password@host/name; empty: SQLite in the data folder",
        secret=True,
    )
    secret_key: str = option(
        kinds.text, "", "data", "signs links and sessions; empty: made once, kept in data/keys", secret=True
    )
    host: str = option(kinds.text, "127.0.0.1", "pages", "address to listen on; 0.0.0.0 for every one")
    port: int = option(kinds.whole(0, 65535), "8000", "pages", "port of the pages; 0 takes any that is free")
    url: str = option(
        kinds.address_with("http", "https"),
        "",
        "pages",
        "address people reach it by, such as https://care.shop.example",
    )
    trust_proxy: tuple[Network, ...] = option(
        kinds.networks, "", "pages", "address ranges of proxies whose X-Forwarded-For and -Proto count"
    )
    tls_cert: Path | None = option(
        kinds.optional_path, "", "pages", "certificate chain (PEM) to serve https without a proxy"
    )
    tls_key: Path | None = option(kinds.optional_path, "", "pages", "private key (PEM) of the certificate")
    page_threads: int = option(
        kinds.whole(0, 32), "0", "pages", "threads that make pages; 0: one with SQLite, four with PostgreSQL"
    )
    max_upload_mb: int = option(kinds.whole(1, 2048), "25", "pages", "largest request or attached file, in MB")
    api_per_minute: int = option(
        kinds.whole(1, 1_000_000), "600", "pages", "requests that one token of the API may make in a minute"
    )
    mail_host: str = option(kinds.text, "127.0.0.1", "mail", "address the mail listener is on")
    mail_port: int = option(
        kinds.whole(0, 65535), "2525", "mail", "port of the mail listener; 0 takes any that is free"
    )
    lmtp: Path | tuple[str, int] | None = option(
        kinds.listening_place, "", "mail", "take in mail by LMTP, too: a socket's path, or host:port; empty: not"
    )
    max_mail_mb: int = option(kinds.whole(1, 512), "30", "mail", "largest mail taken in, in MB")
    mail_trusted: tuple[str, ...] = option(
        kinds.names,
        "",
        "mail",
        "servers whose Authentication-Results (DKIM, SPF, DMARC) are believed, such as mx.shop.example mx.google.com",
    )
    mail_check: bool = option(
        kinds.yesno, "yes", "mail", "check signatures (DKIM, by DNS) of mail for which no believed server vouches"
    )
    mail_files_mb: int = option(
        kinds.whole(1, 100), "10", "mail", "files that go along in one mail, in MB together; what is over goes as links"
    )
    relay: str = option(
        kinds.address_with("smtp", "smtps", "smtp+starttls"),
        "",
        "mail",
        "smtp+starttls://user:password@host:port, or smtp://, smtps://: takes our mail; empty: it waits, visibly",
        secret=True,
    )
    relay_per_minute: int = option(
        kinds.whole(0, 1_000_000), "0", "mail", "mails handed to the relay per minute at most; 0: no limit"
    )
    google_client: str = option(
        kinds.text, "", "mail", "client id at Google, so that a mailbox there is signed in to without a password"
    )
    google_secret: str = option(kinds.text, "", "mail", "its client secret", secret=True)
    microsoft_client: str = option(kinds.text, "", "mail", "client (application) id at Microsoft, for the same")
    microsoft_secret: str = option(kinds.text, "", "mail", "its client secret", secret=True)
    microsoft_tenant: str = option(
        kinds.text, "common", "mail", "who may sign in there: a tenant's id or domain, common, or organizations"
    )
    microsoft_login: str = option(
        kinds.address_with("https"), "", "mail", "Microsoft's sign-in, when it is one of its other clouds"
    )
    oidc_issuer: str = option(
        kinds.address_with("https", "http"),
        "",
        "sso",
        "issuer of the business's own sign-in (OpenID Connect), such as https://login.shop.example",
    )
    oidc_client: str = option(kinds.text, "", "sso", "client id that the issuer knows Cha by")
    oidc_secret: str = option(kinds.text, "", "sso", "client secret, if the issuer gave one", secret=True)
    oidc_name: str = option(kinds.text, "", "sso", "what its button is called; empty: single sign-on")
    oidc_join: str = option(
        kinds.one_of("nobody", "light", "agent", "lead", "manager"),
        "nobody",
        "sso",
        "role in which somebody with a verified address becomes a member by coming in",
    )
    oidc_only: bool = option(
        kinds.yesno, "no", "sso", "let members in by it alone; one-time links stay, for when it is down"
    )
    oidc_private: bool = option(kinds.yesno, "no", "sso", "the issuer may lie on a private address, and speak http")
    workers: int = option(kinds.whole(1, 16), "1", "running", "worker processes for tasks, timers and reading mail")
    demo: bool = option(
        kinds.yesno, "no", "running", "fill an empty data folder with the demo world, Juniper Lane Flowers"
    )
    demo_mail_port: int = option(
        kinds.whole(0, 65535), "2526", "running", "port where the demo catches its own mail; 0 takes any that is free"
    )
    push_private: bool = option(
        kinds.yesno, "no", "running", "push to browsers through a service in a private network, such as a test's"
    )
    records_private: bool = option(
        kinds.yesno, "no", "running", "ask shop systems in a private network, and without TLS (Settings, Shop system)"
    )
    webhook_private: bool = option(
        kinds.yesno, "no", "running", "post to webhooks of API channels in a private network, such as one's own"
    )
    connectors_private: bool = option(
        kinds.yesno, "no", "running", "let remedies go over connectors in a private network, and without TLS"
    )
    debug: bool = option(kinds.yesno, "no", "running", "show errors in the browser; for development only")
    log: str = option(
        kinds.one_of("debug", "info", "warning", "error"), "info", "running", "least level that is logged"
    )
    promise_share: int = option(
        kinds.whole(50, 95), "90", "running", "of a hundred times that people are told, how many shall hold"
    )
    log_format: str = option(
        kinds.one_of("text", "json"), "text", "running", "short lines for people, or JSON for machines"
    )

    @property
    def sqlite(self) -> bool:
        """Whether the database is SQLite (the default) and not PostgreSQL."""
        return not self.database_url.startswith("postgres")

    @property
    def sink(self) -> str:
        """Where the demo catches its own mail: a relay that is no relay."""
        return f"smtp://127.0.0.1:{self.demo_mail_port}"

    @property
    def catches_mail(self) -> bool:
        """Whether outgoing mail ends in the demo's mailbox, and goes no further."""
        return self.demo and self.relay == self.sink

    @property
    def public_url(self) -> str:
        """The address people reach it by, without a last slash."""
        if self.url:
            return self.url
        host = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else self.host  # noqa: S104
        return f"{'https' if self.tls_cert else 'http'}://{host}:{self.port}"


FIELDS = {field.name: field for field in dataclasses.fields(Options)}
FILE = "cha.toml"


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """One value as it was written, and where: `--port`, `CHA_PORT`, a path, or `default`."""

    raw: str
    source: str


def variable(name: str) -> str:
    """The environment variable of an option."""
    return f"CHA_{name.upper()}"


def flag(name: str) -> str:
    """The command-line flag of an option."""
    return "--" + name.replace("_", "-")


def near(word: str, words: Mapping[str, object] | list[str] | tuple[str, ...]) -> str:
    """“ Did you mean x?” when something is near, else an empty text."""
    found = difflib.get_close_matches(word, list(words), n=1, cutoff=0.55)
    return f" Did you mean {found[0]}?" if found else ""


def gather(flags: Mapping[str, str], environ: Mapping[str, str], cwd: Path) -> dict[str, Given]:
    """Every option's text and source, by the order of precedence.

    Raises OptionError for an unknown `CHA_…` variable or an unknown key in a `cha.toml`.
    """
    given = {name: Given(field.metadata["default"], "default") for name, field in FIELDS.items()}
    given["data"] = Given(str(default_data(cwd)), "default")
    given.update(from_file(cwd / FILE))
    nearer = from_environ(environ) | {name: Given(raw, flag(name)) for name, raw in flags.items()}
    data = nearer.get("data", given["data"])
    given.update(from_file(Path(data.raw).expanduser() / FILE))
    return given | {"data": data} | nearer


def from_environ(environ: Mapping[str, str]) -> dict[str, Given]:
    """The options among the environment's variables."""
    known = {variable(name): name for name in FIELDS}
    for name in environ:
        if name.startswith("CHA_") and name not in known:
            raise OptionError(f"The environment has {name}, which is no option.{near(name, known)}")
    return {name: Given(environ[key], key) for key, name in known.items() if key in environ}


def from_file(path: Path) -> dict[str, Given]:
    """The options in a `cha.toml`; none when there is no such file."""
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionError(f"{path} cannot be read: {error}") from None
    given: dict[str, Given] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in FIELDS:
            raise OptionError(f"{path} has “{key}”, which is no option.{near(name, FIELDS)}")
        given[name] = Given(written(value), str(path))
    return given


def written(value: object) -> str:
    """A TOML value as the text that a flag would carry."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def read(given: Mapping[str, Given]) -> Options:
    """The checked options; raises OptionError that names the option, its source and what is wrong (no secrets)."""
    values: dict[str, object] = {}
    for name, field in FIELDS.items():
        try:
            values[name] = field.metadata["kind"](given[name].raw)
        except ValueError as error:
            shown = "" if field.metadata["secret"] else f" “{given[name].raw}”"
            raise OptionError(f"{flag(name)} (from {given[name].source}){shown}: {error}.") from None
    options = Options(**values)  # type: ignore[arg-type]
    if bool(options.oidc_issuer) != bool(options.oidc_client):
        raise OptionError("--oidc-issuer and --oidc-client go together: one of them is missing.")
    for house in ("google", "microsoft"):
        if bool(values[f"{house}_client"]) != bool(values[f"{house}_secret"]):
            raise OptionError(f"--{house}-client and --{house}-secret go together: one of them is missing.")
    if options.oidc_issuer.startswith("http:") and not options.oidc_private:
        raise OptionError("--oidc-issuer speaks http: only with --oidc-private yes, for an issuer of your own network.")
    if bool(options.tls_cert) != bool(options.tls_key):
        raise OptionError("--tls-cert and --tls-key go together: one of them is missing.")
    return options


def default_data(cwd: Path) -> Path:
    """`var/` beside the working folder in a checkout of Cha, else a folder in the home folder."""
    if (cwd / "pyproject.toml").is_file() and (cwd / "cha" / "config" / "options.py").is_file():
        return cwd / "var"
    return Path.home() / ".local" / "share" / "cha"


_current: tuple[Options, dict[str, Given]] | None = None


def use(flags: Mapping[str, str], environ: Mapping[str, str] | None = None, cwd: Path | None = None) -> Options:
    """Read the options of this process, once at its start, and keep them for `current()`."""
    global _current  # noqa: PLW0603
    given = gather(flags, os.environ if environ is None else environ, cwd or Path.cwd())
    _current = (read(given), given)
    return _current[0]


def current() -> Options:
    """The options of this process; read from environment and files when no command line was read."""
    return _current[0] if _current else use({})


def sources() -> dict[str, Given]:
    """What was written for each option and where, of this process."""
    current()
    return dict(_current[1]) if _current else {}


def settle(**chosen: str) -> Options:
    """Fix what was left open, such as port 0, once it is known. Returns the options as they now are."""
    global _current  # noqa: PLW0603
    given = sources() | {name: Given(raw, "chosen") for name, raw in chosen.items()}
    _current = (read(given), given)
    return _current[0]


def own_environ() -> dict[str, str]:
    """This process's environment, for programs that are not ours: none of our options."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CHA_")}


def child_environ() -> dict[str, str]:
    """The environment for a process of ours: this one's, and what the flags said (flags show in process lists)."""
    given = {variable(name): item.raw for name, item in sources().items() if item.source.startswith(("--", "chosen"))}
    return {**os.environ, **given, variable("data"): str(current().data)}
