"""`python -m train tables FILE ...`: write the tables of results.json into Markdown files."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from train import TrainError
from train.evaluation.harness import results
from train.report import tables_face, tables_recognition, tables_study

BEGIN, END = "<!-- results -->", "<!-- /results -->"

SUITES: dict[str, Callable[[dict[str, results.Entry]], Iterator[str]]] = {
    "attributes": tables_recognition.render,
    "face": tables_face.render,
    "study": tables_study.render,
}
"""Suite -> what lays out its entries; in the order of the page."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=f"Markdown with {BEGIN} and {END} in it")
    json_help = "what `python -m train evaluate` wrote (default checkpoints/results.json)"
    parser.add_argument(
        "--json", type=Path, default=Path("checkpoints/results.json"), metavar="RESULTS", help=json_help
    )


def run(args: argparse.Namespace) -> int:
    """Bring the files up to date.

    Raises:
        TrainError: no figures, or a file without the two markers.
        OSError: a file cannot be read or written.
    """
    found = results.read(args.json)
    if not found:
        raise TrainError(f"There are no figures in {args.json}; `python -m train evaluate` makes them.")
    text = render(found)
    pages = {path: replace(path.read_text("utf-8"), text, path) for path in args.files}
    for path, page in pages.items():
        path.write_text(page, "utf-8")
    return 0


def replace(page: str, text: str, path: Path) -> str:
    """Put text between the two markers of a page.

    Args:
        page: Markdown.
        text: what is to stand there, instead of what does.
        path: the page's, for the error.
    Returns:
        The page; doing it again changes nothing.
    Raises:
        TrainError: the markers are not there, once each and in order.
    """
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    if (page.count(BEGIN), page.count(END), before.count(END)) != (1, 1, 0):
        raise TrainError(f"{path} needs {BEGIN} and, after it, {END}, once each; the results go between them.")
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def render(found: dict[str, results.Entry]) -> str:
    """Lay out the figures of every model.

    Args:
        found: what results.json holds; sections not measured yet are left out.
    Returns:
        Markdown without a line break at its end.
    """
    parts: list[str] = []
    for suite, lay_out in SUITES.items():
        parts += lay_out({name: entry for name, entry in found.items() if entry["about"]["suite"] == suite})
    return "\n\n".join(parts)
