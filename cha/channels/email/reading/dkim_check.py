"""DKIM (RFC 6376) checked here, for mail whose server says nothing of it. Waits on DNS: never while a mail comes in."""

from __future__ import annotations

from collections.abc import Callable

from cha.channels.email.reading.authentication import aligned

# A mail has one or two signatures; each costs a question and a pass over the whole mail.
_SIGNATURES = 5
Lookup = Callable[[str], bytes | None]


def check_dkim(raw: bytes, sender: str, lookup: Lookup | None = None) -> str:
    """`pass` when a signature of the domain of `sender` holds, else "" (RFC 6376, 6.1: a broken one is as none).

    `lookup` answers a name with its TXT record, None where there is none; without it, DNS is asked (5 s at most each).
    Never raises.
    """
    # Imported where it is used: it brings a DNS library of a tenth of a second along.
    import dkim

    domain = sender.rpartition("@")[2]
    asked = {"dnsfunc": _answering(lookup)} if lookup else {}
    try:
        message = dkim.DKIM(raw, minkey=1024)
        count = sum(name.lower() == b"dkim-signature" for name, _ in message.headers)
    except Exception:
        return ""
    for place in range(min(count, _SIGNATURES)):
        try:
            holds = message.verify(idx=place, **asked)
        except Exception:  # noqa: S112 (of many kinds: hostile signatures, keys that are none, DNS)
            continue
        if holds and aligned(message.domain.decode("ascii", "replace"), domain):
            return "pass"
    return ""


def _answering(lookup: Lookup) -> Callable[..., bytes | None]:
    def answer(name: bytes | str, timeout: float = 5) -> bytes | None:
        return lookup((name.decode("ascii", "replace") if isinstance(name, bytes) else name).rstrip("."))

    return answer
