"""The HTTP server of the front: uvicorn, run inside our own loop, with our own sockets and signals."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import uvicorn

from cha.config.options import Options
from cha.config.serve.proxy import App

BACKLOG = 2048


class Server(uvicorn.Server):
    """uvicorn without its signal handling: the front stops all its parts together."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the front."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises OSError with a sentence when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise OSError(error.errno, f"Cannot listen on {host}:{port}: {error.strerror}. Another --port?") from None
    sock.listen(BACKLOG)
    sock.setblocking(False)
    return sock


def free_port(host: str) -> int:
    """A port that is free now."""
    with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as sock:
        port: int = sock.getsockname()[1]
        return port


def server(app: App, options: Options) -> Server:
    """The server of one application, not yet running: `await server.serve(sockets=[…])`."""
    return Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=5,
            ssl_certfile=options.tls_cert,
            ssl_keyfile=options.tls_key,
        )
    )
