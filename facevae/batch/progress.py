"""Go through photos: skip what is done, write the rest as whole files, and say what became of each."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from facevae.align import search
from facevae.batch.jobs import Job, Made
from facevae.batch.plan import Task, plan
from facevae.batch.record import Record
from facevae.batch.workers import Failure, outcomes
from facevae.checkpoints.locations import locate
from facevae.files import replacing
from facevae.photos import MAX_BYTES
from facevae.photos.sanitizer import sniff

DONE, SOME_FAILED, INTERRUPTED = 0, 1, 130
"""Exit statuses; the last is what shells make of Ctrl-C."""

FORMAT = 1
"""Changes when the same photo and settings give another file, so that old results are not taken for new ones."""


@dataclass
class Tally:
    """How many photos were done, needed no change, were there already, or failed."""

    total: int
    done: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0

    def summary(self, seconds: float) -> str:
        """Say it in one line."""
        said = [f"{self.done} of {self.total} photos done"]
        if self.unchanged:
            said[0] += f" ({self.unchanged} needed no change)"
        if self.skipped:
            said.append(f"{self.skipped} done before")
        if self.failed:
            said.append(f"{self.failed} failed")
        left = self.total - self.done - self.skipped - self.failed
        if left:
            said.append(f"{left} not begun")
        return f"{', '.join(said)}; {seconds:.0f} s."


def run(
    job: Job,
    inputs: Sequence[str | Path],
    out: Path,
    *,
    model: str = "face",
    workers: int | None = None,
    overwrite: bool = False,
) -> int:
    """Do all photos, with a line for each on standard output, or a sentence on standard error.

    Args:
        job: what to do with each.
        inputs: as `plan` takes them.
        out: folder for the results; made if it is missing. No input is ever written to.
        model: as `facevae.load` takes it.
        workers: how many processes, each with one thread; None takes as many as there are cores, up to 4.
        overwrite: whether results that are there are made again.
    Returns:
        `DONE`, `SOME_FAILED`, or `INTERRUPTED` after Ctrl-C; the same call goes on from there.
    Raises:
        ValueError: as for `plan`, or `out` is no folder. A CheckpointError: there are no weights of that name.
    """
    if out.exists() and not out.is_dir():
        raise ValueError(f"{out} is a file; give a folder for the results.")
    for name in (model, search.NAME):
        locate(name)
    batch = _Batch(job, plan(inputs, out), out, model, overwrite=overwrite)
    return batch.run(min(workers or _cores(), len(batch.tasks)))


@dataclass(frozen=True)
class _Work:
    task: Task
    key: str


class _Batch:
    def __init__(self, job: Job, tasks: list[Task], out: Path, model: str, *, overwrite: bool) -> None:
        self.tasks = tasks
        self._job, self._out, self._model, self._overwrite = job, out, model, overwrite
        self._record, self._tally = Record(out), Tally(len(tasks))
        self._sources = {_identity(task.source) for task in tasks if task.source.exists()}

    def run(self, workers: int) -> int:
        begun, interrupted = time.monotonic(), False
        try:
            for work, outcome in outcomes(self._due(), self._job, self._model, workers):
                self._finish(work, outcome)
        except KeyboardInterrupt:
            interrupted = True
            print("Stopped; the same command goes on from here.", file=sys.stderr)
        print(self._tally.summary(time.monotonic() - begun), flush=True)
        return INTERRUPTED if interrupted else SOME_FAILED if self._tally.failed else DONE

    def _due(self) -> Iterator[tuple[_Work, Path]]:
        """The photos that have to be done."""
        for task in self.tasks:
            key, ending = self._look_at(task.source)
            if not self._overwrite and self._record.is_done(task.target, key):
                self._tally.skipped += 1
                continue
            work = _Work(task, key)
            # Told now where it can be known before the work is done.
            refused = self._refusal(work, [f"{task.target}{ending}"])
            if refused:
                self._fail(task, refused)
            else:
                yield work, task.source

    def _look_at(self, source: Path) -> tuple[str, str]:
        """A digest of a photo and of what is done with it, and how the first file made of it will end."""
        data = b""
        # What is larger, or cannot be read, is refused with a sentence when its turn comes.
        if source.is_file() and source.stat().st_size <= MAX_BYTES and os.access(source, os.R_OK):
            data = source.read_bytes()
        key = hashlib.sha256(f"{FORMAT} {self._model} {self._job!r} ".encode() + data).hexdigest()
        return key, "-1.png" if self._job.numbered else ".jpg" if sniff(data) == "JPEG" else ".png"

    def _refusal(self, work: _Work, names: Sequence[str]) -> str:
        """Say why files may not be written; nothing where they may."""
        paths = [self._out / name for name in names]
        for path in (path for path in paths if path.exists()):
            if _identity(path) in self._sources:
                return f"{path} is one of the photos to be read; choose another folder for the results."
            if not self._overwrite and not self._record.is_of(work.task.target, work.key):
                return f"{path} is there, from another photo or with other settings; --overwrite makes it anew."
        return ""

    def _finish(self, work: _Work, outcome: Made | Failure) -> None:
        if isinstance(outcome, Failure):
            self._fail(work.task, outcome.reason)
            return
        endings = [f"-{number}" for number in range(1, len(outcome.files) + 1)] if self._job.numbered else [""]
        names = tuple(
            f"{work.task.target.as_posix()}{ending}{file.suffix}"
            for ending, file in zip(endings, outcome.files, strict=True)
        )
        refused = self._refusal(work, names)
        if refused:
            self._fail(work.task, refused)
            return
        try:
            self._write(work, names, outcome)
        except OSError as error:
            self._fail(work.task, f"{error.filename or self._out} cannot be written: {error.strerror or error}.")
            return
        self._tally.done += 1
        self._tally.unchanged += not outcome.changed
        finished = self._tally.done + self._tally.skipped + self._tally.failed
        made = self._out / names[0] if len(names) == 1 else f"{self._out / names[0]} to {len(names)}"
        print(f"[{finished}/{self._tally.total}] {work.task.source} -> {made}: {outcome.words}", flush=True)
        for note in outcome.notes:
            print(f"{work.task.source}: {note}", file=sys.stderr, flush=True)

    def _write(self, work: _Work, names: tuple[str, ...], made: Made) -> None:
        before = self._record.files(work.task.target)
        self._record.add(work.task.target, work.key, names)
        for name in set(before) - set(names):  # another number of faces, or another format
            path = self._out / name
            if self._overwrite and path.exists() and _identity(path) not in self._sources:
                path.unlink()
        for name, file in zip(names, made.files, strict=True):
            with replacing(self._out / name) as part:
                part.write_bytes(file.data)

    def _fail(self, task: Task, reason: str) -> None:
        self._tally.failed += 1
        print(f"{task.source}: {reason}", file=sys.stderr, flush=True)


def _identity(path: Path) -> tuple[int, int]:
    """What a file is, whatever it is called."""
    status = path.stat()
    return status.st_dev, status.st_ino


def _cores() -> int:
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(4, allowed or 1)
