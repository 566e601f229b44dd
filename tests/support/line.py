"""A line between browsers and a server that can be cut, hang and heal."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

_CHUNK = 2**16


class Line:
    """Passes what comes to `address` on to a server, as long as it is whole.

    Args:
        port: of the server, on this machine; `lead_to` changes it.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._whole, self._flows = True, threading.Event()
        self._flows.set()
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def lead_to(self, port: int) -> None:
        """Let new connections lead to another server."""
        self._port = port

    def cut(self) -> None:
        """End all connections, and every one that is tried from now on."""
        self._whole = False
        self._flows.set()
        with self._lock:
            for one in self._sockets:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def hang(self) -> None:
        """Let connections be made and stay, and nothing pass."""
        self._flows.clear()

    def heal(self) -> None:
        """Let everything pass again, also what has waited."""
        self._whole = True
        self._flows.set()

    def close(self) -> None:
        """End all connections, and listen no more."""
        self.cut()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                threading.Thread(target=self._connect, args=[near], daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        with self._held(near):
            self._flows.wait()
            if not self._whole:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                return
            with self._held(far):
                other = threading.Thread(target=self._pass, args=[far, near], daemon=True)
                other.start()
                self._pass(near, far)
                other.join()

    def _pass(self, source: socket.socket, goal: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                self._flows.wait()
                goal.sendall(data)
        for one in (source, goal):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def _held(self, one: socket.socket) -> Iterator[None]:
        with self._lock:
            self._sockets.add(one)
        try:
            yield
        finally:
            with self._lock:
                self._sockets.discard(one)
            one.close()
