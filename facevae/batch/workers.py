"""Photos done in this process or in several, each with one thread, so that their number changes no bit of a result."""

from __future__ import annotations

import functools
import multiprocessing
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch

from facevae.batch.jobs import Job, Made
from facevae.model import FaceVae, load
from facevae.photos import cell, malloc

ENDED = "The process that worked on it ended at once; perhaps there was too little memory."


@dataclass(frozen=True)
class Failure:
    """Why a photo could not be done: one sentence."""

    reason: str


W = TypeVar("W")


def outcomes(works: Iterable[tuple[W, Path]], job: Job, model: str, workers: int) -> Iterator[tuple[W, Made | Failure]]:
    """Do photos.

    Args:
        works: whatever stands for a photo, and its file; taken when there is a worker for it.
        job: what to do with each.
        model: as `facevae.load` takes it.
        workers: how many processes; 1 takes this one.
    Yields:
        What stands for the photo, and what became of it, in the order in which they are finished. A process that ends
        takes no photo with it but the one that it worked on.
    Raises:
        KeyboardInterrupt: after what was being worked on in other processes is finished.
    """
    if workers == 1:
        with _one_thread():
            for work, source in works:
                yield work, attempt(source, job, model)
    else:
        yield from _shared(works, job, model, workers)


def attempt(source: Path, job: Job, model: str) -> Made | Failure:
    """Do one photo, or say in one sentence why not."""
    try:
        return job.run(_model(model), cell.read(source))
    except ValueError as error:
        return Failure(str(error))
    except Exception as error:  # no memory, an operator that refuses: whatever it is, the others go on
        return Failure(f"It could not be done: {str(error).strip().partition(chr(10))[0] or type(error).__name__}")
    finally:
        malloc.release_free_memory()


@functools.cache
def _model(name: str) -> FaceVae:
    return load(name)


@contextmanager
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


class _Pool:
    """Processes that are started anew when one of them ends unasked."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._executor = self._start()

    def submit(self, source: Path, job: Job, model: str) -> Future[Made | Failure]:
        try:
            with _deaf():  # the first calls start the processes
                return self._executor.submit(attempt, source, job, model)
        except BrokenProcessPool as error:
            broken: Future[Made | Failure] = Future()
            broken.set_exception(error)
            return broken

    def restart(self) -> None:
        self.stop()
        self._executor = self._start()

    def stop(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> ProcessPoolExecutor:
        # Forked, the threads of torch would be missing.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, mp_context=context, initializer=_prepare)


def _prepare() -> None:
    """Let a process leave Ctrl-C to the one that started it, and the other cores to others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    torch.set_num_threads(1)


@contextmanager
def _deaf() -> Iterator[None]:
    """Ignore Ctrl-C for a moment; a process started then ignores it from its first instruction on."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Ctrl-C is the main thread's to hear
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _shared(works: Iterable[tuple[W, Path]], job: Job, model: str, workers: int) -> Iterator[tuple[W, Made | Failure]]:
    queue, pool, interrupted = iter(works), _Pool(workers), False
    running: dict[Future[Made | Failure], tuple[W, Path]] = {}
    try:
        while True:
            while not interrupted and len(running) < workers and (work := next(queue, None)) is not None:
                running[pool.submit(work[1], job, model)] = work
            if not running:
                break
            try:
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
            except KeyboardInterrupt:
                interrupted = True
                continue
            suspects = []
            for future in finished:
                work = running.pop(future)
                outcome = _outcome(future)
                if outcome is None:
                    suspects.append(work)
                else:
                    yield work[0], outcome
            if suspects:
                # One of those that were being worked on is to blame; each gets another chance, by itself.
                suspects += running.values()
                running.clear()
                for name, source in suspects:
                    pool.restart()
                    yield name, _outcome(pool.submit(source, job, model)) or Failure(ENDED)
                pool.restart()
    finally:
        pool.stop()
    if interrupted:
        raise KeyboardInterrupt


def _outcome(future: Future[Made | Failure]) -> Made | Failure | None:
    """Return what became of a photo; None where a process ended."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None
