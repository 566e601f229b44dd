"""Lists the licences of all that requirements.txt installs, as the packages declare them.

    .venv/bin/python .ci/licences.py            (prints the table for the environment it runs in)
    .venv/bin/python .ci/licences.py --write    (brings .ci/licences.md up to date)

The list is of all environments that it was written in, because some packages come with some Pythons only; whoever makes
a requirement superfluous takes its row out. NVIDIA's packages are in no row, but in a paragraph of their own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / ".ci" / "licences.md"
START, END = "<!-- packages -->", "<!-- /packages -->"

NVIDIA = ("nvidia-", "cuda-")
"""How the names of NVIDIA's packages begin, which only a torch with CUDA brings."""

CORRECTED = {"av": "BSD-3-Clause; its wheels GPL-3.0-or-later, see above"}
"""Where a package's own word is not all of it."""

SPDX = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""Longer names of licences -> the short ones."""

NOT_DECLARED = "not declared"
_ONE_LINE = 40


class Package(NamedTuple):
    """A package of the list."""

    name: str
    version: str
    licence: str


def installed(requirements: Iterable[str]) -> list[Package]:
    """Return what requirements bring into this environment, themselves and all that they require, sorted by name.

    Args:
        requirements: as lines of a requirements file.
    Returns:
        The packages that are installed here, without NVIDIA's.
    """
    waiting, seen, found = [Requirement(line) for line in requirements], set(), {}
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        asked = (name, frozenset(wanted.extras))
        if asked in seen or name.startswith(NVIDIA):
            continue
        seen.add(asked)
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = Package(name, package.version, CORRECTED.get(name) or declared(package.metadata))
        for line in package.requires or ():
            further = Requirement(line)
            extras = wanted.extras or {""}
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    return [found[name] for name in sorted(found)]


def declared(about: Message | metadata.PackageMetadata) -> str:
    """Return the licence that a package's metadata name, in SPDX's words where they are known."""
    expression, text = (about.get(field, "").strip() for field in ("License-Expression", "License"))
    if expression:
        return expression
    if text and "\n" not in text and len(text) <= _ONE_LINE:
        return SPDX.get(text, text)
    prefix = "License :: OSI Approved :: "
    classifiers = [line.removeprefix(prefix) for line in about.get_all("Classifier") or () if line.startswith(prefix)]
    return " AND ".join(SPDX.get(name, name) for name in classifiers) or NOT_DECLARED


def required() -> list[str]:
    """Return the lines of requirements.txt."""
    return (ROOT / "requirements.txt").read_text("utf-8").split("\n")[:-1]


def listed() -> dict[str, Package]:
    """Return the packages of the checked-in list by name."""
    table = LIST.read_text("utf-8").partition(START)[2].partition(END)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n") if line]
    return {row[0]: Package(*row) for row in rows[2:]}


def table(packages: Mapping[str, Package]) -> str:
    """Return packages as a table in Markdown, sorted by name."""
    rows = [Package("package", "version", "licence"), Package("---", "---", "---")]
    rows += [packages[name] for name in sorted(packages)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main(arguments: list[str]) -> None:
    """Print the table of this environment, or write it into the list."""
    parser = argparse.ArgumentParser(description="List the licences of what requirements.txt installs.")
    parser.add_argument("--write", action="store_true", help="bring .ci/licences.md up to date")
    here = {package.name: package for package in installed(required())}
    if not parser.parse_args(arguments).write:
        print(table(here))
        return
    before, _, rest = LIST.read_text("utf-8").partition(START)
    after = rest.partition(END)[2]
    LIST.write_text(f"{before}{START}\n{table({**listed(), **here})}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
