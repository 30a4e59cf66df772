"""Chat: a thousand visitors and fifty messages a second; to the member's screen, and back to the visitor's."""

from __future__ import annotations

import json

from bench.install import Install, free_ports
from bench.live import talking
from bench.report import Figure, percentile

VISITORS, EACH_SECOND, SECONDS = 1000, 50, 12
ANSWERS = 40
BUDGET = 100


def measure(install: Install) -> list[Figure]:
    """Milliseconds from a visitor's request to the member's stream, under load; then from the verb to the visitor's."""
    page, mail = free_ports(2)
    people = install.folder / "visitors.json"
    told = install.inside("chatting", "open", str(VISITORS), str(people))
    with install.serving("--port", str(page), "--mail-port", str(mail)) as serving:
        serving.wait_for_page(page)
        with talking(install, "bench.chatting", str(page), str(people), str(EACH_SECOND), str(SECONDS)) as visitors:
            connected = visitors.hear()["connected"]
            there = visitors.hear()
            with talking(install, "bench.inside.chatting", "answer") as member:
                back = [visitors.ask(str(member.ask(str(number))["at"]))["took"] for number in range(ANSWERS)]
    people.unlink()
    note = f"{connected} connected, {there['sent']} sent at {there['rate']:.0f}/s, {len(there['took'])} seen"
    if there["refused"]:
        note += f", {there['refused']} refused"
    lost = [float("inf")] * (there["sent"] - len(there["took"]))
    took = [seconds * 1000 for seconds in there["took"]] + lost
    came = [seconds * 1000 for seconds in back]
    return [
        Figure("chat message to the member's screen, p50", percentile(took, 0.5), "ms"),
        Figure("chat message to the member's screen, p99", percentile(took, 0.99), "ms", BUDGET, note=note),
        Figure("chat message stored, read and answered for, p99", percentile(there["answered"], 0.99) * 1000, "ms"),
        Figure("answer to the visitor's screen, p50", percentile(came, 0.5), "ms"),
        Figure("answer to the visitor's screen, p99", percentile(came, 0.99), "ms", BUDGET, note=json.dumps(told)),
    ]
