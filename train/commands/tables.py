"""`python -m train tables FILE ...`: write the figures of results.json into Markdown files."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from train import TrainError
from train.evaluation.harness import results
from train.report import highlights, tables_face, tables_recognition, tables_study

SUITES: dict[str, Callable[[dict[str, results.Entry]], Iterator[str]]] = {
    "attributes": tables_recognition.render,
    "face": tables_face.render,
    "study": tables_study.render,
}
"""Suite -> what lays out its entries; in the order of the page."""

_BEGIN, _END = "<!-- {} -->", "<!-- /{} -->"

MARKS = ("results", "highlights")
"""Names of the places in a page, between <!-- name --> and <!-- /name -->: all tables, or ten figures."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=f"Markdown with {_wanted()} in it")
    json_help = "what `python -m train evaluate` wrote (default checkpoints/results.json)"
    parser.add_argument(
        "--json", type=Path, default=Path("checkpoints/results.json"), metavar="RESULTS", help=json_help
    )


def run(args: argparse.Namespace) -> int:
    """Bring the files up to date.

    Raises:
        TrainError: no figures, or a file without a place for them.
        OSError: a file cannot be read or written.
    """
    found = results.read(args.json)
    if not found:
        raise TrainError(f"There are no figures in {args.json}; `python -m train evaluate` makes them.")
    texts = dict(zip(MARKS, (render(found), highlights.render(found)), strict=True))
    pages = {path: fill(path.read_text("utf-8"), texts, path) for path in args.files}
    for path, page in pages.items():
        path.write_text(page, "utf-8")
    return 0


def fill(page: str, texts: Mapping[str, str], path: Path) -> str:
    """Put texts into the places of a page that are named after them.

    Args:
        page: Markdown.
        texts: name of a place -> what is to stand there, instead of what does.
        path: the page's, for the error.
    Returns:
        The page; doing it again changes nothing.
    Raises:
        TrainError: there is no place, or the two markers of one are not there once each and in order.
    """
    places = [name for name in texts if _BEGIN.format(name) in page or _END.format(name) in page]
    if not places:
        raise TrainError(f"{path} needs {_wanted()}; the figures go between them.")
    for name in places:
        page = _replaced(page, name, texts[name], path)
    return page


def _replaced(page: str, name: str, text: str, path: Path) -> str:
    begin, end = _BEGIN.format(name), _END.format(name)
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    if (page.count(begin), page.count(end), before.count(end)) != (1, 1, 0):
        raise TrainError(f"{path} needs {begin} and, after it, {end}, once each; the figures go between them.")
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"


def _wanted() -> str:
    return " or ".join(f"{_BEGIN.format(name)} and {_END.format(name)}" for name in MARKS)


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
