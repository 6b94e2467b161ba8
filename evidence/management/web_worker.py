"""The web process of gunicorn, in which no client holds a thread for ever.

A thread waits for a request that is half sent, and for a client that does not read, without a limit of gunicorn's own:
with as many of them as there are threads the site stands still. A proxy in front keeps them away; this is for a site
without one, and for a proxy that is halted.
"""

import socket
import struct
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

# A client that neither sends nor reads a byte for so long is gone, or does not mean well.
SECONDS_OF_SILENCE = 20


class WebWorker(ThreadWorker):  # type: ignore[misc]  # the library has no types
    """Answers requests by threads, each with connections that end after a silence."""

    def handle(self, conn: Any) -> Any:
        # Once: the limits stay with the connection for all requests on it.
        if not conn.initialized:
            end_after_silence(conn.sock, SECONDS_OF_SILENCE)
        return super().handle(conn)


def end_after_silence(connection: socket.socket, seconds: float) -> None:
    """Let reading and writing fail with ``BlockingIOError`` after so many seconds without a byte.

    By the limits of the system: those of Python are lifted by gunicorn for each request.
    """
    limit = struct.pack("ll", int(seconds), int(seconds % 1 * 1_000_000))
    for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        connection.setsockopt(socket.SOL_SOCKET, direction, limit)
