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
class Fatal(Copy):
    """End the process at once on a photo of size FATAL, as a decoder does that writes where it must not."""

    def run(self, model, original) -> Made:
        if original.photo.size == FATAL:
            os._exit(1)
        return super().run(model, original)


@dataclass(frozen=True)
class Interrupted(Copy):
    """Have Ctrl-C pressed on a photo of size FATAL."""

    def run(self, model, original) -> Made:
        if original.photo.size == FATAL:
            raise KeyboardInterrupt
        return super().run(model, original)


@dataclass(frozen=True)
class OutOfMemory(Copy):
    """Find no memory on a photo of size FATAL."""

    def run(self, model, original) -> Made:
        if original.photo.size == FATAL:
            raise MemoryError
        return super().run(model, original)
