"""Takes in mails from a file (one raw mail, or an mbox), a folder (a Maildir, or raw mails), or a pipe (-).

Each is stored first and answered for afterwards: when this ends with 0, nothing that was given can be lost. The same
mail given twice is one message. From Postfix: `|"/srv/cha/.venv/bin/cha mail read - --data /srv/cha"`.

From a pipe, whatever keeps a mail from the disk ends with 75: the mail server keeps the mail and comes again. Only one
that is too large ends with 65, and goes back to its sender. (Both from sysexits.h; any other number is a bounce.)
"""

from __future__ import annotations

import argparse
import mailbox
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from cha.config.options import Options

GROUPS = ("data", "mail")
EXAMPLES = """
cha mail read letter.eml
cha mail read ~/Maildir --now
cat letter.eml | cha mail read -
"""
BATCH = 50
# What goes wrong in a pipe is read by a mail server: 65 is "this mail never", 75 is "this mail later".
NEVER, LATER = os.EX_DATAERR, os.EX_TEMPFAIL


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("source", help="FILE, DIR or -")
    parser.add_argument("--to", default="", help="the address it came to, where the mail itself does not say")
    parser.add_argument("--now", action="store_true", help="read them here, without waiting for a worker")


def wrongly_asked(words: list[str]) -> int:
    """A wrong option, or a broken cha.toml, is no fault of the mail in the pipe: it is wanted again."""
    return LATER if "-" in words else 2


def run(args: argparse.Namespace, options: Options) -> int:
    """Take them in."""
    if args.source != "-":
        return take_in(args, options)
    from cha.core.errors import TooLarge

    try:
        return take_in(args, options)
    except TooLarge as error:
        print(f"cha: {error.sentence}", file=sys.stderr)
        return NEVER
    except Exception:
        traceback.print_exc()
        print("cha: The mail was not kept. It is wanted again, a little later.", file=sys.stderr)
        return LATER


def take_in(args: argparse.Namespace, options: Options) -> int:
    """Store what is given, and read it here if that is asked."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.channels.models.payload import Arrival, receive
    from cha.core import worker

    envelope: dict[str, object] = {"recipients": [args.to]} if args.to else {}
    batch: list[Arrival] = []
    count = 0
    for raw in mails(args.source, options.max_mail_mb * 1024 * 1024):
        batch.append(Arrival("email", raw, envelope))
        count += 1
        if len(batch) >= BATCH:
            receive(batch)
            batch = []
            print(f"\r{count} stored", end="", file=sys.stderr, flush=True)
    receive(batch)
    print(f"\r{count} stored, to be read by the worker." if not args.now else f"\r{count} stored.", file=sys.stderr)
    if args.now:
        worker.run_all(rounds=count * 4 + 10)
        print("Read.", file=sys.stderr)
    return 0


def mails(source: str, most: int) -> Iterator[bytes]:
    """The raw mails in a file, an mbox, a Maildir, a folder of raw mails, or on standard input.

    Raises Invalid for what is not there, TooLarge for a pipe that gives more than `most` bytes.
    """
    from cha.core.errors import Invalid, TooLarge

    if source == "-":
        raw = sys.stdin.buffer.read(most + 1)
        if len(raw) > most:
            raise TooLarge(f"The mail is larger than {most // 1024 // 1024} MB (--max-mail-mb).")
        yield raw
        return
    path = Path(source).expanduser()
    if not path.exists():
        raise Invalid(f"There is no {path}.")
    if path.is_dir():
        yield from _folder(path)
    elif path.open("rb").read(5) == b"From ":
        yield from (message.as_bytes() for message in mailbox.mbox(path, create=False))
    else:
        yield path.read_bytes()


def _folder(path: Path) -> Iterator[bytes]:
    maildir = (path / "cur").is_dir() or (path / "new").is_dir()
    folders = [path / "new", path / "cur"] if maildir else [path]
    for folder in folders:
        for file in sorted(folder.iterdir() if folder.is_dir() else ()):
            if file.is_file() and not file.name.startswith("."):
                yield file.read_bytes()
