"""The app's side of the cell: workers that wait for files, and what is asked of them."""

from __future__ import annotations

import atexit
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from PIL import Image

from facevae.photos import reader
from facevae.photos.cell import originals, wire
from facevae.photos.cell.asking import COLOURS, PAINTED, READ
from facevae.photos.cell.process import Worker
from facevae.photos.reader import Original

AT_ONCE = 3
"""Most files that are read at the same time: two photos, and a painted mask that waits for neither."""

_Read = TypeVar("_Read")


def read(source: str | Path | bytes) -> Original:
    """Read a picture file as `photos.read` does, in a cell.

    Args:
        source: path of the file, or its bytes.
    Returns:
        The photo and what its file holds beside it.
    Raises:
        PhotoError: as `photos.read`; or reading it took too long, or made the process end that did it.
    """
    data = reader.load(source)
    return _ask({"task": READ, "bytes": len(data)}, lambda stream: stream.write(data), originals.receive)


def painted_alpha(data: bytes, size: tuple[int, int]) -> Image.Image:
    """Read the alpha of a painted mask as `painted.alpha` does, in a cell."""
    request = {"task": PAINTED, "bytes": len(data), "size": size}
    return _ask(request, lambda stream: stream.write(data), lambda stream, _: wire.receive_picture(stream, "L", size))


def from_srgb(photo: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    """Express colours in those of a profile as `color_management.from_srgb` does, in a cell."""
    if profile is None:
        return photo.convert(mode)

    def send(stream: BinaryIO) -> None:
        stream.write(profile)
        wire.send_picture(stream, photo)

    request = {"task": COLOURS, "bytes": len(profile), "size": photo.size, "mode": mode}
    return _ask(request, send, lambda stream, _: wire.receive_picture(stream, mode, photo.size))


def start() -> None:
    """Let all workers start, without waiting for them; otherwise each does when it is first needed."""
    _POOL.start()


def stop() -> None:
    """End the workers that have nothing to do; those that are needed again start again."""
    _POOL.stop()


class _Pool:
    """Workers that are lent to one caller at a time."""

    def __init__(self, count: int) -> None:
        # The one that was given back last is lent first: it is there, where others may never have been started.
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(count):
            self._idle.put(None)

    @contextmanager
    def lend(self) -> Iterator[Worker]:
        """Lend a worker, as soon as there is one."""
        worker = self._idle.get()
        try:
            if worker is None or not worker.alive:
                worker = self._started()
            yield worker
        finally:
            # A worker that ended is replaced at once, so that the next file does not wait for its start.
            self._idle.put(worker if worker is None or worker.alive else self._started())

    def start(self) -> None:
        for worker in self._taken():
            self._idle.put(worker if worker is not None and worker.alive else self._started())

    def stop(self) -> None:
        for worker in self._taken():
            if worker is not None:
                worker.stop()
            self._idle.put(None)

    def _taken(self) -> list[Worker | None]:
        taken = []
        while True:
            try:
                taken.append(self._idle.get_nowait())
            except queue.Empty:
                return taken

    def _started(self) -> Worker:
        atexit.unregister(stop)
        atexit.register(stop)
        return Worker()


_POOL = _Pool(AT_ONCE)


def _ask(
    request: dict[str, Any],
    send: Callable[[BinaryIO], object],
    receive: Callable[[BinaryIO, dict[str, Any]], _Read],
) -> _Read:
    with _POOL.lend() as worker:
        return worker.ask(request, send, receive)
