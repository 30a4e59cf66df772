"""The chat widget on a slow phone: its bytes over the wire, when its button is painted, and its box after the tap."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.first_page import CHROMIUM, FLAGS
from bench.install import ROOT, Install, free_ports
from bench.report import Figure

BUDGET_KB = 12
# A phone of years ago at the edge of the village (Chrome's "Slow 3G" and 4x slowdown).
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWDOWN = 4
CHAT = """
from cha.channels.models import Channel, add_channel, change_channel
from cha.core.actor import CHA
chat = Channel.objects.filter(medium="chat", address="bench").first() or add_channel("chat", "bench", by=CHA)
change_channel(chat, by=CHA, settings={{"origins": ["{site}"]}})
"""
PAGE = """<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title>
<script src="{desk}/chat.js" data-channel="bench" async></script></html>"""
# The moment after the frame in which something is there first: milliseconds since the page was asked for.
PAINTED = """(name) => new Promise((resolve) => {
  const look = () => {
    const shown = document.querySelector("cha-chat")?.shadowRoot?.querySelector(name)?.checkVisibility();
    if (shown) requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    else setTimeout(look, 5);
  };
  look();
})"""


def measure(install: Install) -> list[Figure]:
    """KB of both scripts, and milliseconds. Nothing where there is no Chromium."""
    if not CHROMIUM.exists():
        return []
    page, mail, site = free_ports(3)
    install.cha("django", "shell", "-v0", "-c", CHAT.format(site=f"http://localhost:{site}"))
    with install.serving("--port", str(page), "--mail-port", str(mail)) as serving:
        serving.wait_for_page(page)
        command = [sys.executable, "-m", "bench.widget", f"http://localhost:{page}", str(site)]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-600:])
    found = json.loads(ran.stdout.strip().splitlines()[-1])
    parts = found["bytes"]
    scripts = sum(size for name, size in parts.items() if name.endswith(".js"))
    note = ", ".join(f"{name} {size / 1024:.1f}" for name, size in parts.items())
    return [
        Figure("chat widget, both scripts over the wire", scripts / 1024, "KB", BUDGET_KB, note=note),
        Figure("chat button painted, slow phone, cold cache", found["button"], "ms", note="400 kbit/s, 400 ms, 4x CPU"),
        Figure("chat box painted after the tap, the same phone", found["box"], "ms"),
    ]


def look(desk: str, port: int) -> dict[str, object]:
    """Open a page of another origin once in a new browser, and tap."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).new_page()
        devtools = page.context.new_cdp_session(page)
        taken: dict[str, int] = {}
        names: dict[str, str] = {}
        devtools.on("Network.responseReceived", lambda said: names.update({said["requestId"]: said["response"]["url"]}))
        devtools.on("Network.dataReceived", lambda said: note(taken, names, said))
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.goto(f"http://localhost:{port}/", wait_until="commit")
        button = page.evaluate(PAINTED, ".launch")
        tapped = page.evaluate("document.querySelector('cha-chat').open(), performance.now()")
        box = page.evaluate(PAINTED, ".box") - tapped
        browser.close()
    return {"bytes": taken, "button": button, "box": box}


def note(taken: dict[str, int], names: dict[str, str], said: dict[str, object]) -> None:
    """Keep how long the body of a script, or the greeting, was on the wire: packed, without its headers."""
    name = names.get(str(said["requestId"]), "").rpartition("/")[2].partition("?")[0]
    if name:
        taken[name] = taken.get(name, 0) + int(str(said["encodedDataLength"]))


def serve(desk: str, port: int) -> None:
    """Somebody's page, with the chat on it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = PAGE.format(desk=desk).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
    print(json.dumps(look(sys.argv[1], int(sys.argv[2]))))
