"""The mails that are sent: distinct senders and domains, an order number, a mood, a signature, a quoted line."""

from __future__ import annotations

from email.utils import formatdate

ADDRESS = "hello@juniperlane.example"
BODY = """Dear all,\r
\r
my order JL-{order} came in peach, not white, and the wedding is on Saturday. I am very upset!\r
Could you please tell me before noon what you can do? The recipient is my sister, at Korenmarkt 14 in Ghent.\r
\r
Kind regards,\r
Adaeze Nwosu\r
+32 9 223 45 67\r
\r
On Monday, Juniper Lane wrote:\r
> Your order is on its way.\r
> It arrives on Friday.\r
"""


def raw_mail(mark: str) -> tuple[str, str, bytes]:
    """A mail that no other is like, for a mark that no other has: (sender, recipient, bytes)."""
    number = abs(hash(mark))
    sender = f"adaeze.{mark}@d{number % 100_000}.example"
    head = (
        f"From: Adaeze Nwosu <{sender}>\r\nTo: Juniper Lane <{ADDRESS}>\r\nSubject: The flowers came in peach\r\n"
        f"Date: {formatdate(usegmt=True)}\r\nMessage-ID: <{mark}@d{number % 100_000}.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return sender, ADDRESS, (head + BODY.format(order=number % 90_000 + 10_000)).encode()
