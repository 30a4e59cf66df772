"""A channel of your own in sixty lines: Python's own library, nothing else. Take it and change it.

python api_client.py https://care.shop.example chan_…
"""

import hashlib
import hmac
import json
import sys
import time
import urllib.parse
import urllib.request
import uuid


class Channel:
    def __init__(self, base, token):
        self.root, self.token = f"{base}/api/v1/channel", token

    def start(self, handle, **known):
        """Who it is: your own id for them, and name, email, phone, language as far as you know them."""
        return self._ask("POST", "/people", {"handle": handle, **known})

    def say(self, handle, text, id=None, **more):
        """What they said. Keep the id: sent again with the same one, it is the same message."""
        return self._ask("POST", "/messages", {"handle": handle, "id": id or uuid.uuid4().hex, "text": text, **more})

    def send_file(self, name, content):
        """A file's bytes; name the `id` that comes back in `say(..., files=[id])`."""
        return self._ask("PUT", f"/files?name={urllib.parse.quote(name)}", content)

    def read(self, conversation):
        """What was said in a conversation, oldest first."""
        return self._ask("GET", f"/conversations/{conversation}/messages")["items"]

    def events(self, after=""):
        """What happened behind `after`, and where to go on next time."""
        told = self._ask("GET", f"/events?after={after}" if after else "/events")
        return told["items"], told["next"]

    def _ask(self, method, path, body=None):
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        request = urllib.request.Request(self.root + path, raw, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


def really_from_cha(body, header, secret, now=None):
    """Whether a post to your webhook is ours and of the last five minutes. `body` as it came, in bytes."""
    at, _, signed = header.removeprefix("t=").partition(",v1=")
    wanted = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, signed) and abs((now or time.time()) - int(at)) < 300


if __name__ == "__main__":
    channel = Channel(*sys.argv[1:3])
    print(channel.say("ada", "Hello from a channel of my own"))
    print(channel.events()[0])
