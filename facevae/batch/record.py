"""What is done already: a file beside the results that says of which photo, and by which settings, they were made."""

from __future__ import annotations

import json
from pathlib import Path, PurePath

FILE = ".facevae.jsonl"
"""Its name. One line a photo, the newest last; it holds names below its own folder and digests, and no other path."""


class Record:
    """The results in a folder.

    Args:
        folder: where they are; made with the first line.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries: dict[str, tuple[str, tuple[str, ...]]] = {}
        path = folder / FILE
        for line in path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else ():
            self._read(line)

    def is_done(self, target: PurePath, key: str) -> bool:
        """Whether all files of a photo are there, made by these settings."""
        return self.is_of(target, key) and all((self._folder / name).is_file() for name in self.files(target))

    def is_of(self, target: PurePath, key: str) -> bool:
        """Whether what is there under a name was made, or begun, of this photo and by these settings."""
        return self._entries.get(target.as_posix(), ("", ()))[0] == key

    def files(self, target: PurePath) -> tuple[str, ...]:
        """Names, below the folder, of what was last made under a name."""
        return self._entries.get(target.as_posix(), ("", ()))[1]

    def add(self, target: PurePath, key: str, files: tuple[str, ...]) -> None:
        """Note what is about to be written; until its files are there, it is not done.

        Raises:
            OSError: it cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"of": target.as_posix(), "key": key, "files": files}) + "\n")
        self._entries[target.as_posix()] = key, files

    def _read(self, line: str) -> None:
        try:
            entry = json.loads(line)
            files = tuple(entry["files"])
            if all(_is_below(name) for name in files):
                self._entries[entry["of"]] = entry["key"], files
        except (ValueError, KeyError, TypeError):
            return  # cut off where the program was ended; what it was of is done again


def _is_below(name: str) -> bool:
    """Whether a name stays in the folder, in a record that somebody may have changed."""
    path = PurePath(name)
    return not path.is_absolute() and ".." not in path.parts
