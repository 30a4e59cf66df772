"""The `cha` command: a table of commands, each in a file of its own under `commands/`, loaded only when it is run.

A command's file has:

    GROUPS = ("data", "pages")                        the option groups that its help shows (all are understood)
    EXAMPLES = "cha serve --demo"                     shown at the end of its help
    def arguments(parser): ...                        its own arguments, if any
    def run(args, options) -> int | None: ...         the exit code; None is 0
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import NoReturn

from cha import __version__
from cha.config import options
from cha.config.options import FIELDS, OptionError, flag, near
from cha.core.errors import ChaError

HOME = "cha.config.commands"


@dataclass(frozen=True, slots=True)
class Command:
    """One row: the words that name it, and what it does in a line. `cha mail read` lives in `mail_read.py`."""

    name: str
    does: str

    @property
    def module(self) -> str:
        """Where it lives."""
        return f"{HOME}.{self.name.replace(' ', '_').replace('-', '_')}"


COMMANDS = (
    Command("serve", "everything, in one go: pages, live, mail and the worker"),
    Command("check", "is everything well? In words"),
    Command("member add", "let somebody of the business in"),
    Command("member link", "make a member a new way in"),
    Command("channel add email", "take in mail for an address"),
    Command("mailbox add", "fetch mail from a mailbox by IMAP"),
    Command("mailbox list", "the mailboxes that are fetched from, and how they are"),
    Command("mailbox look", "look at a mailbox now; pause it, let it go on, forget it"),
    Command("mail read", "take in mails from a file, a folder or a pipe"),
    Command("conversations", "list conversations"),
    Command("forecast rebuild", "learn the forecast again from what this install went through"),
    Command("policy show", "print who may decide what, as sentences"),
    Command("policy try", "try the policy's draft on the last 90 days"),
    Command("simulate", "run simulated businesses and print how many of the times told held"),
    Command("conversation", "show one conversation"),
    Command("guide export", "print the published guides as one text"),
    Command("guide import", "take guides in from a text, as drafts"),
    Command("person", "show one person"),
    Command("backup", "put database, files and keys into one file, also while serving"),
    Command("restore", "bring a backup back"),
    Command("options", "every option, its value and where that came from"),
    Command("migrate", "bring the database up to this version"),
    Command("web", "pages and live only, without mail and worker"),
    Command("live", "live connections only"),
    Command("smtp", "the mail listener only"),
    Command("worker", "the worker only: tasks, timers, reading mail"),
    Command("django", "Django's own commands, for those who change Cha"),
)


WRONGLY = 2


class Parser(argparse.ArgumentParser):
    """argparse, saying what is near."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in a line, and where help is."""
        print(f"{self.prog}: {message}\n`{self.prog} --help` tells more.", file=sys.stderr)
        raise SystemExit(WRONGLY)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code: 0 well, 1 not well, 2 wrongly asked."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0
    if words[0] in {"-V", "--version", "version"}:
        print(f"cha {__version__}")
        return 0
    command = find(words)
    if command is None:
        print(f"cha: {unknown(words)}\n`cha --help` lists the commands.", file=sys.stderr)
        return 2
    try:
        return run(command, words[len(command.name.split()) :])
    except OptionError as error:
        print(f"cha: {error}\n`cha options` lists every option.", file=sys.stderr)
        return wrongly_asked(command, words)
    except SystemExit as error:
        if error.code != WRONGLY or wrongly_asked(command, words) == WRONGLY:
            raise
        return wrongly_asked(command, words)
    except ChaError as error:
        print(f"cha: {error.sentence}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def wrongly_asked(command: Command, words: list[str]) -> int:
    """The exit code for a wrong option or argument: 2, unless whoever starts the command makes something else of it."""
    code: int = getattr(import_module(command.module), "wrongly_asked", lambda words: WRONGLY)(words)
    return code


def run(command: Command, words: list[str]) -> int:
    """Read the command's arguments and the options, then run it."""
    module = import_module(command.module)
    parser = parser_for(command, module)
    extra: list[str] = []
    if getattr(module, "PASSES_ON", False):
        args = argparse.Namespace(words=words)
    else:
        args, extra = parser.parse_known_args(words)
    if extra:
        parser.error(wrong(extra[0], parser))
    flags = {name: value for name in FIELDS if (value := args.__dict__.pop(f"option_{name}", None)) is not None}
    # What Cha keeps are people's words: nobody else on the machine reads them.
    os.umask(0o077)
    read = options.use(flags)
    # Not a default: a variable left over in the shell must not lead elsewhere.
    os.environ["DJANGO_SETTINGS_MODULE"] = "cha.config.settings"
    return int(module.run(args, read) or 0)


def parser_for(command: Command, module: ModuleType) -> Parser:
    """The parser of one command: its own arguments, then every option, the groups it has no use for hidden."""
    examples = getattr(module, "EXAMPLES", "")
    parser = Parser(
        prog=f"cha {command.name}",
        description=(module.__doc__ or command.does).strip(),
        epilog="examples:\n" + "\n".join(f"  {line}" for line in examples.strip().splitlines()) if examples else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if hasattr(module, "arguments"):
        module.arguments(parser)
    taken = {option for action in parser._actions for option in action.option_strings}
    shown = getattr(module, "GROUPS", ("data",))
    groups = {name: parser.add_argument_group(f"{name} options") for name in shown}
    for name, field in FIELDS.items():
        if flag(name) not in taken:
            group = field.metadata["group"]
            add_option(groups.get(group, parser), name, hidden=group not in groups)
    return parser


def add_option(parser: argparse._ActionsContainer, name: str, *, hidden: bool) -> None:
    """One option of the table as a flag. A flag that is yes or no may stand alone, and means yes."""
    meta = FIELDS[name].metadata
    default = f" [{meta['default']}]" if meta["default"] else ""
    help = argparse.SUPPRESS if hidden else (meta["help"] + default).replace("%", "%%")
    dest, shown = f"option_{name}", name.rpartition("_")[2].upper()
    if FIELDS[name].type == "bool":
        parser.add_argument(flag(name), dest=dest, nargs="?", const="yes", metavar="yes|no", help=help)
    else:
        parser.add_argument(flag(name), dest=dest, metavar=shown, help=help)


def present() -> list[Command]:
    """The commands of this version."""
    return [command for command in COMMANDS if find_spec(command.module)]


def find(words: list[str]) -> Command | None:
    """The command that the words begin with; the longest name wins."""
    fitting = [command for command in present() if words[: len(command.name.split())] == command.name.split()]
    return max(fitting, key=lambda command: len(command.name), default=None)


def unknown(words: list[str]) -> str:
    """What to say of words that name no command."""
    named = [word for word in words if not word.startswith("-")]
    if words[0].startswith("-"):
        return f"{words[0]} comes after a command, as in `cha serve {words[0]}`."
    names = [command.name for command in present()]
    begun = [name for name in names if name.split()[0] == named[0]]
    if begun:
        return f"“{named[0]}” what? There is " + ", ".join(f"`cha {name}`" for name in begun) + "."
    hint = near(" ".join(named[:2]), names) or near(named[0], names)
    return f"there is no command “{named[0]}”.{hint}"


def wrong(word: str, parser: argparse.ArgumentParser) -> str:
    """What to say of a word that the command does not know."""
    if not word.startswith("-"):
        return f"“{word}” is one word too many."
    known = [option for action in parser._actions for option in action.option_strings]
    name = word.partition("=")[0]
    return f"there is no option {name}.{near(name, known)}"


def overview() -> str:
    """`cha --help`."""
    rows = present()
    width = max(len(row.name) for row in rows) + 2
    return "\n".join(
        [
            "Cha: customer service that answers at once and keeps its word.",
            "",
            "  cha serve --demo          try it, with the people of a flower shop",
            "  cha serve --data DIR      run it; DIR holds everything",
            "",
            "commands (each has --help):",
            *(f"  {row.name:<{width}}{row.does}" for row in rows),
            "",
            "Every option is a flag, a CHA_… variable and a key in cha.toml, in this order of precedence.",
            "`cha options` shows what holds now.",
        ]
    )
