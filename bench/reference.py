"""The reference job: fixed work in pure Python and SQLite, so that figures of two machines, or two hours, compare."""

from __future__ import annotations

import sqlite3
import statistics
import time

ROWS = 4000


def job() -> int:
    """Put words together, write them to SQLite in memory, read them back in another order."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, who TEXT, words TEXT, at TEXT)")
    base.execute("CREATE INDEX said_who ON said (who, id)")
    for number in range(ROWS):
        words = " ".join(f"{number * step % 977:x}" for step in range(1, 12))
        base.execute("INSERT INTO said VALUES (?, ?, ?, ?)", (number, f"p{number % 211}", words.upper(), str(number)))
    found = 0
    for number in range(0, ROWS, 4):
        rows = base.execute("SELECT id, words FROM said WHERE who = ? ORDER BY id DESC LIMIT 5", (f"p{number % 211}",))
        found += sum(len({"id": key, "words": words.split()}["words"]) for key, words in rows.fetchall())
    base.close()
    return found


def milliseconds(times: int = 7) -> float:
    """The job's CPU in milliseconds: the median of several."""
    found = []
    for _ in range(times):
        began = time.process_time()
        job()
        found.append((time.process_time() - began) * 1000)
    return round(statistics.median(found), 2)


if __name__ == "__main__":
    print(milliseconds())
