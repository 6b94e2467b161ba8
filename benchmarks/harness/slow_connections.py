"""Connections that send a part of a request and then nothing, as a broken network or an attacker does."""

import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

PART_OF_A_REQUEST = b"GET / HTTP/1.1\r\nHost: site\r\nX-Slow: "


class SlowConnections:
    """Connections whose requests never end."""

    def __init__(self) -> None:
        self.sockets: list[socket.socket] = []

    def open(self, port: int, number: int) -> None:
        for _ in range(number):
            connection = socket.create_connection(("127.0.0.1", port), timeout=10)
            self.sockets.append(connection)
            connection.sendall(PART_OF_A_REQUEST)

    def count_open(self) -> int:
        """Those that the other side has neither answered nor closed."""
        poll = select.poll()
        for connection in self.sockets:
            poll.register(connection, select.POLLIN)
        return len(self.sockets) - len(poll.poll(0))

    def seconds_until_all_closed(self, longest: float) -> float:
        started = time.monotonic()
        while self.count_open() and time.monotonic() - started < longest:
            time.sleep(0.2)
        return time.monotonic() - started

    def close(self) -> None:
        for connection in self.sockets:
            connection.close()


@contextmanager
def half_sent_connections(port: int, number: int) -> Iterator[SlowConnections]:
    """That many of them, as long as the block runs."""
    connections = SlowConnections()
    try:
        connections.open(port, number)
        yield connections
    finally:
        connections.close()
