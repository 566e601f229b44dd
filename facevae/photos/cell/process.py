"""One worker as the app sees it: a process that is asked, waited for, and ended where it does not answer."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

import facevae
from facevae.photos.cell import originals, wire
from facevae.photos.cell.asking import KNOCK, TURN
from facevae.photos.cell.wire import WireError
from facevae.photos.errors import PhotoError

SECONDS = 20.0
"""Longest time that a request may take; no file that is accepted takes a tenth of it on an idle machine."""

TO_START = 60.0
"""Longest time that a worker may take to start; half a second on an idle machine."""

TOO_SLOW = "This picture takes too long to read; please save it as a JPEG or PNG, and try that."

ENDED = "This picture stopped the program that was to read it; please try another copy of it, or save it as a JPEG."

NOT_STARTED = "Pictures cannot be read at the moment; please try again."

_PIPE = 2**20  # bytes, the most that anybody may ask for: fewer turns between both sides
_LOGGER = logging.getLogger(__name__)
_HANDED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP")
_HANDED_ON_TOO = ("OPENBLAS_", "MALLOC_")  # names that begin so

_Made = TypeVar("_Made")


class Worker:
    """A process that reads one file after the other; it starts when this is made."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "facevae.photos.cell.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            pipesize=_PIPE,
            start_new_session=True,
        )
        self._requests = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)
        self._started = self._late = False

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(
        self,
        request: dict[str, Any],
        send: Callable[[BinaryIO], object],
        receive: Callable[[BinaryIO, dict[str, Any]], _Made],
    ) -> _Made:
        """Send a request, and return what comes of it.

        Args:
            request: its head.
            send: writes what follows the head.
            receive: reads what follows the answer's head, and checks it.
        Raises:
            PhotoError: the answer is a sentence, there is none, or it cannot be right. In the last two cases the worker
                has ended.
        """
        if not self._started:
            with self._limited(TO_START, NOT_STARTED):
                wire.receive(self._answers)
            self._started = True
        with self._limited(SECONDS, ENDED):
            turn = secrets.token_bytes(TURN)
            self._requests.write(KNOCK + turn)
            wire.send(self._requests, request)
            send(self._requests)
            self._requests.flush()
            if wire.receive_bytes(self._answers, TURN) != turn:
                raise WireError("the answer to something else")
            head = wire.receive(self._answers)
            if "error" not in head:
                return receive(self._answers, head)
            words = originals.sentence(head["error"])
        raise PhotoError(words)

    def stop(self) -> None:
        """End it, and whatever it split off."""
        self._kill()
        for stream in (self._answers, self._requests):
            with contextlib.suppress(OSError):  # what it was still to be told, nobody reads
                stream.close()
        self._process.wait()

    def _kill(self) -> None:
        if self._process.poll() is not None:
            return
        if hasattr(os, "killpg"):
            os.killpg(self._process.pid, signal.SIGKILL)  # it leads a group of its own
        else:
            self._process.kill()

    @contextmanager
    def _limited(self, seconds: float, otherwise: str) -> Iterator[None]:
        """End the worker where what is done takes too long or fails; `otherwise` is what a failure means."""
        timer = threading.Timer(seconds, self._end_late)
        timer.daemon = True
        timer.start()
        done = False
        try:
            yield
            done = True
        except (OSError, WireError) as error:
            _LOGGER.warning("A cell gave no answer that can be used: %s", error)  # of the file it says nothing
            raise PhotoError(TOO_SLOW if self._late else otherwise) from error
        finally:
            timer.cancel()
            timer.join()
            if self._late or not done:
                self.stop()

    def _end_late(self) -> None:
        self._late = True
        self._kill()


def _environment() -> dict[str, str]:
    """Return what a worker is told of the app's surroundings: where things are, and no secret."""
    told = {name: value for name, value in os.environ.items() if name in _HANDED_ON or name.startswith(_HANDED_ON_TOO)}
    root = str(Path(facevae.__file__).parents[1])
    # A thread of its own would be left behind when a process is split off.
    return told | {"PYTHONPATH": root, "OPENBLAS_NUM_THREADS": "1"}
