"""Which photos there are, and where what becomes of each goes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

SUFFIXES = frozenset(
    (".avif", ".bmp", ".gif", ".heic", ".heif", ".jfif", ".jpe", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
)
"""How names of photos end, in capitals or not; of a folder only such files are taken. HEIC is not read, but said so."""


@dataclass(frozen=True)
class Task:
    """A photo to do.

    Attributes:
        source: the file.
        target: the file to be, below the folder for results and without its ending.
    """

    source: Path
    target: PurePath


def plan(inputs: Sequence[str | Path], out: Path) -> list[Task]:
    """Find photos, and give each a place of its own.

    Args:
        inputs: files; folders, which are searched with all folders in them, but none that is hidden; or patterns, for
            shells that leave them as they are.
        out: folder for the results; what lies in it is not taken for an input.
    Returns:
        A task for each photo, once. The results of a folder lie as its photos do, those of files beside each other;
        photos of one name keep as much of their folders, and then of their endings, as tells them apart.
    Raises:
        ValueError: no photo in a folder, or names that cannot be told apart.
    """
    seen: set[Path] = set()
    tasks = []
    for task in (task for given in inputs for task in _of(given, out)):
        real = task.source.resolve()
        if real not in seen:
            seen.add(real)
            tasks.append(task)
    return _told_apart(tasks)


def _of(given: str | Path, out: Path) -> Iterator[Task]:
    path = Path(given)
    if path.is_dir():
        found = list(_within(path, out))
        if not found:
            raise ValueError(f"{path} holds no photos.")
        yield from (Task(file, file.relative_to(path).with_suffix("")) for file in found)
        return
    named = [path] if path.exists() else sorted(path.parent.glob(path.name)) or [path]
    yield from (Task(file, PurePath(file.stem)) for file in named)


def _within(folder: Path, out: Path) -> Iterator[Path]:
    results = out.resolve()
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(place, name).resolve() != results
        )
        photos = (Path(place, name) for name in sorted(files) if not name.startswith("."))
        yield from (path for path in photos if path.suffix.lower() in SUFFIXES)


def _told_apart(tasks: list[Task]) -> list[Task]:
    alike = _alike(tasks)
    if alike:
        common = Path(os.path.commonpath([task.source.absolute().parent for task in alike]))
        longer = {task: replace(task, target=_below(common, task)) for task in alike}
        tasks = [longer.get(task, task) for task in tasks]
    with_endings = {
        task: replace(task, target=task.target.with_name(task.source.name.replace(".", "-"))) for task in _alike(tasks)
    }
    tasks = [with_endings.get(task, task) for task in tasks]
    for task in _alike(tasks):
        raise ValueError(f"{task.source} and another photo would both become {task.target}; do one of them by itself.")
    return tasks


def _below(folder: Path, task: Task) -> PurePath:
    return task.source.absolute().relative_to(folder).with_suffix("")


def _alike(tasks: Iterable[Task]) -> list[Task]:
    """The tasks whose targets are the same, also where capitals make no difference."""
    tasks = list(tasks)
    counts = Counter(str(task.target).casefold() for task in tasks)
    return [task for task in tasks if counts[str(task.target).casefold()] > 1]
