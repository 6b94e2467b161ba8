"""Several readers who ask without a pause, each on a connection that stays open; each request is of another network.

One process and one thread drive all of them, since on two processors a costly client would slow the server down.
"""

import selectors
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

from benchmarks.service.site import HOST

END_OF_HEAD = b"\r\n\r\n"
PIECE = 2**18


@dataclass(slots=True)
class Load:
    """What the readers got: answers by status, bytes of bodies, and seconds of each answer."""

    seconds: float
    statuses: Counter[int] = field(default_factory=Counter)
    body_bytes: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return self.statuses[200] / self.seconds

    def wait(self, share: float) -> float:
        """The seconds in which that share of the answers came, such as 0.95."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))]


class IdleConnectionClosedError(ConnectionError):
    """A server may close a connection between two answers: the client opens another."""


class OpenConnection:
    """One connection with one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.length: int | None = None
        self.started = 0.0

    def send(self, path: str, number: int) -> None:
        """Ask as a browser does, through a proxy in front that says which network it is."""
        network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.received.clear()
        self.length = None
        self.started = time.perf_counter()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip, deflate, br\r\n"
            f"X-Forwarded-For: {network}\r\nX-Forwarded-Proto: https\r\n\r\n".encode()
        )

    def receive(self) -> bool:
        """Take what has come; whether the answer is whole. An answer without a length, or half of one, is an error."""
        piece = self.socket.recv(PIECE)
        if not piece and not self.received:
            raise IdleConnectionClosedError
        if not piece:
            raise ConnectionError(f"The connection was closed after {bytes(self.received[:200])!r}.")
        self.received += piece
        if self.length is None and (end := self.received.find(END_OF_HEAD)) > 0:
            self.length = end + len(END_OF_HEAD) + content_length(bytes(self.received[:end]))
        return self.length is not None and len(self.received) >= self.length

    @property
    def status(self) -> int:
        return int(self.received[9:12])

    @property
    def body(self) -> bytes:
        return bytes(self.received[self.received.find(END_OF_HEAD) + len(END_OF_HEAD) :])


def content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise ValueError(f"An answer without Content-Length: {head!r}")


def load(port: int, path: str, *, readers: int, seconds: float) -> Load:
    """Ask for that page for so many seconds; what is under way at the end is not counted."""
    numbers, result = count(), Load(seconds)
    with selectors.DefaultSelector() as selector:

        def open_connection() -> None:
            reader = OpenConnection(port)
            selector.register(reader.socket, selectors.EVENT_READ, reader)
            reader.send(path, next(numbers))

        for _ in range(readers):
            open_connection()
        end = time.perf_counter() + seconds
        try:
            while time.perf_counter() < end:
                for key, _ in selector.select(0.1):
                    try:
                        is_whole = key.data.receive()
                    except IdleConnectionClosedError:
                        selector.unregister(key.data.socket)
                        key.data.socket.close()
                        open_connection()
                        continue
                    if is_whole:
                        result.statuses[key.data.status] += 1
                        result.body_bytes += len(key.data.body)
                        result.waits.append(time.perf_counter() - key.data.started)
                        key.data.send(path, next(numbers))
        finally:
            for key in list(selector.get_map().values()):
                key.data.socket.close()
    return result
