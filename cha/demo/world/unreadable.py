"""A mail that arrives and cannot be read: sealed for somebody else's key."""

from cha.demo.world.cast import Unreadable
from cha.demo.world.moments import Ago

UNREADABLE = (
    Unreadable(
        Ago(141),
        "offerte@elsewhere.example",
        b"From: Offerte <offerte@elsewhere.example>\r\n"
        b"To: hello@juniperlane.example\r\n"
        b"Subject: Offerte potgrond\r\n"
        b"Message-ID: <sealed@elsewhere.example>\r\n"
        b"MIME-Version: 1.0\r\n"
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
        b"Content-Transfer-Encoding: base64\r\n"
        b"\r\n"
        b"MIAGCSqGSIb3DQEHA6CAMIACAQAxggE=\r\n",
        "It is sealed with a key that nobody here has, so nothing of it could be read.",
    ),
)
