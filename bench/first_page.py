"""The members' first page in a real browser with an empty cache: bytes over the wire, and requests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.install import ROOT, Install, free_ports
from bench.live import talking
from bench.report import Figure

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


def measure(install: Install) -> list[Figure]:
    """KB and requests of `/now`, until half a second after it has loaded. Nothing where there is no Chromium."""
    if not CHROMIUM.exists():
        return []
    page, mail = free_ports(2)
    with install.serving("--port", str(page), "--mail-port", str(mail)) as serving:
        serving.wait_for_page(page)
        with talking(install, "bench.inside.speaking") as speaker:
            cookie = speaker.hear()["cookie"]
        command = [sys.executable, "-m", "bench.first_page", f"http://localhost:{page}/now", cookie]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-600:])
    found = json.loads(ran.stdout.strip().splitlines()[-1])
    note = ", ".join(f"{name} {size / 1024:.0f}" for name, size in found["largest"])
    return [
        Figure("members' first page, cold cache", found["bytes"] / 1024, "KB", 120, note=note),
        Figure("members' first page, requests", found["requests"], "", 12),
    ]


def look(url: str, cookie: str) -> dict[str, object]:
    """Open the page once in a new browser."""
    from playwright.sync_api import Request, sync_playwright

    taken: list[tuple[str, int]] = []

    def note(request: Request) -> None:
        sizes = request.sizes()
        taken.append((request.url.rpartition("/")[2][:40], sizes["responseBodySize"] + sizes["responseHeadersSize"]))

    name, _, value = cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": name, "value": value, "url": url}])
        page = context.new_page()
        page.on("requestfinished", note)
        page.goto(url, wait_until="load")
        page.wait_for_timeout(500)
        browser.close()
    largest = sorted(taken, key=lambda entry: -entry[1])[:5]
    return {"bytes": sum(size for _, size in taken), "requests": len(taken), "largest": largest}


if __name__ == "__main__":
    print(json.dumps(look(*sys.argv[1:])))
