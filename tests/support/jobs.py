"""Jobs that need no face: they copy a photo, or do to their process what real ones should not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import ClassVar

from facevae.batch.jobs import Made
from facevae.photos import writer

FATAL = (17, 17)
"""Size of a photo that ends the process, or interrupts the program."""

LONG = (19, 19)
"""Size of a photo that has nothing new in its copy."""


@dataclass(frozen=True)
class Copy:
    """Write a photo again, as often as it says."""

    times: int = 1
    numbered: ClassVar[bool] = False

    def run(self, _model, original) -> Made:
        files = (writer.encode(original, original.photo),) * self.times
        return Made(files, "copied", changed=original.photo.size != LONG)


@dataclass(frozen=True)
class CopyNumbered(Copy):
    numbered: ClassVar[bool] = True


@dataclass(frozen=True)
class _Failing(Copy):
    """Do on a photo of size FATAL what `fail` does."""

    def fail(self) -> None:
        raise NotImplementedError

    def run(self, model, original) -> Made:
        if original.photo.size == FATAL:
            self.fail()
        return super().run(model, original)


@dataclass(frozen=True)
class Fatal(_Failing):
    """End the process at once, as a decoder does that writes where it must not."""

    def fail(self) -> None:
        os._exit(1)


@dataclass(frozen=True)
class Interrupted(_Failing):
    """Have Ctrl-C pressed."""

    def fail(self) -> None:
        raise KeyboardInterrupt


@dataclass(frozen=True)
class OutOfMemory(_Failing):
    """Find no memory."""

    def fail(self) -> None:
        raise MemoryError
