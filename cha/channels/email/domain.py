"""What a domain says of mail in its name (SPF, RFC 7208; DMARC, RFC 7489), asked of DNS, which may know nothing.

DMARC is looked for at the domain, then above it, as DMARCbis walks the tree.
"""

from __future__ import annotations

from typing import Final

import dns.exception
import dns.resolver

PATIENCE: Final = 3.0
YES, NO, UNKNOWN = "yes", "no", ""
# RFC 2606 and 6761: nobody has these.
RESERVED: Final = ("example", "test", "invalid", "localhost", "local")


def asked_of_dns(domain: str) -> dict[str, str]:
    """`spf` and `dmarc`: yes, no, or "" when nobody answered. Waits 3 s for each at most; never raises."""
    labels = domain.split(".")
    if labels[-1] in RESERVED:
        return {"spf": UNKNOWN, "dmarc": UNKNOWN}
    above = [".".join(labels[number:]) for number in range(max(len(labels) - 1, 1))][:4]
    found = (_has(f"_dmarc.{name}", "v=dmarc1") for name in above)
    return {"spf": _has(domain, "v=spf1"), "dmarc": next((said for said in found if said != NO), NO)}


def _has(name: str, begins: str) -> str:
    try:
        rows = dns.resolver.resolve(name, "TXT", lifetime=PATIENCE)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return NO
    except (dns.exception.DNSException, OSError, UnicodeError):
        return UNKNOWN
    texts = (b"".join(row.strings).decode("ascii", "replace").strip().lower() for row in rows)
    return YES if any(text.startswith(begins) for text in texts) else NO
