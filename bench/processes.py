"""What processes use, read from /proc."""

from __future__ import annotations

from pathlib import Path


def pss(pid: int, *, children: bool = True) -> float:
    """Proportional set size of a process, and of its descendants, in MB: shared pages are counted once."""
    found = 0.0
    for one in [pid, *(descendants(pid) if children else [])]:
        text = Path(f"/proc/{one}/smaps_rollup").read_text()
        found += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024
    return round(found, 1)


def descendants(pid: int) -> list[int]:
    """The children of a process, theirs too."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *descendants(child)]
    return found
