"""A worker: `python -m facevae.photos.cell.worker` splits off a process for each file that comes in by its input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn

from PIL import Image

from facevae.photos import painted, reader
from facevae.photos.cell import originals, wire
from facevae.photos.cell.asking import COLOURS, PAINTED, READ, READY, TURN
from facevae.photos.color_management import from_srgb
from facevae.photos.errors import PhotoError

SPLITS = sys.platform == "linux"
"""Whether each file has a process of its own. Elsewhere splitting is not safe (macOS) or not there (Windows)."""


def main() -> int:
    """Serve until the input ends, or a process that was split off does not end well."""
    inward, outward = os.dup(0), os.dup(1)
    _leave_to_nobody()
    # Formats are known to Pillow from the start, because a confined process cannot load them.
    Image.init()
    answers = os.fdopen(outward, "wb")
    wire.send(answers, READY)
    answers.flush()
    while os.read(inward, 1):
        if not SPLITS:
            _serve(inward, answers)
            continue
        child = os.fork()
        if child == 0:
            _serve_confined(inward, answers)
        _, status = os.waitpid(child, 0)
        if status:
            return 1
    return 0


def _leave_to_nobody() -> None:
    """Point the usual input and outputs at nothing: what libraries print is no answer."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.close(nothing)


def _serve_confined(inward: int, answers: BinaryIO) -> NoReturn:
    from facevae.photos.cell import limits  # its modules are there on some systems only

    status = 1
    try:
        limits.confine()
        _serve(inward, answers)
        status = 0
    finally:
        # Nothing of what the worker would do at its end is this process's to do.
        os._exit(status)


def _serve(inward: int, answers: BinaryIO) -> None:
    """Read one request, and write what comes of it."""
    with os.fdopen(inward, "rb", closefd=False) as requests:
        answers.write(wire.receive_bytes(requests, TURN))
        head = wire.receive(requests)
        try:
            _TASKS[head["task"]](head, requests, answers)
        except PhotoError as error:
            wire.send(answers, {"error": str(error)})
    answers.flush()


def _read(head: dict[str, Any], requests: BinaryIO, answers: BinaryIO) -> None:
    original = reader.read(wire.receive_bytes(requests, head["bytes"]))
    originals.send(answers, original)


def _painted(head: dict[str, Any], requests: BinaryIO, answers: BinaryIO) -> None:
    data = wire.receive_bytes(requests, head["bytes"])
    alpha = painted.alpha(data, tuple(head["size"]))
    wire.send(answers, {})
    wire.send_picture(answers, alpha)


def _colours(head: dict[str, Any], requests: BinaryIO, answers: BinaryIO) -> None:
    profile = wire.receive_bytes(requests, head["bytes"])
    photo = wire.receive_picture(requests, "RGB", tuple(head["size"]))
    expressed = from_srgb(photo, profile, head["mode"])
    wire.send(answers, {})
    wire.send_picture(answers, expressed)


_TASKS: dict[str, Callable[[dict[str, Any], BinaryIO, BinaryIO], None]] = {
    READ: _read,
    PAINTED: _painted,
    COLOURS: _colours,
}


if __name__ == "__main__":
    sys.exit(main())
