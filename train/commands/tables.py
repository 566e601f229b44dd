"""`python -m train tables FILE ...`: write the figures of results.json into Markdown files."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from train import TrainError
from train.evaluation.harness import results
from train.report import (
    findings,
    groups,
    highlights,
    model_index,
    tables_experiment,
    tables_face,
    tables_recognition,
    tables_study,
)

SUITES: dict[str, Callable[[dict[str, results.Entry]], Iterator[str]]] = {
    "attributes": tables_recognition.render,
    "face": tables_face.render,
    "study": tables_study.render,
    "experiment": tables_experiment.render,
}
"""Suite -> what lays out its entries; in the order of the page."""


@dataclass(frozen=True)
class Place:
    """Where figures stand in a page, between two lines that are named after it.

    Attributes:
        render: makes the text, given what results.json holds.
        comment: how such a line is kept from the reader.
    """

    render: Callable[[dict[str, results.Entry]], str]
    comment: str = "<!-- {} -->"

    def lines(self, name: str) -> tuple[str, str]:
        """The line before and the line after the text."""
        return self.comment.format(name), self.comment.format(f"/{name}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=f"Markdown with {_wanted()}")
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
    pages = {path: fill(path.read_text("utf-8"), found, path) for path in args.files}
    for path, page in pages.items():
        path.write_text(page, "utf-8")
    return 0


def fill(page: str, found: dict[str, results.Entry], path: Path) -> str:
    """Put figures into the places of a page.

    Args:
        page: Markdown.
        found: what results.json holds.
        path: the page's, for the error.
    Returns:
        The page; doing it again changes nothing.
    Raises:
        TrainError: there is no place, or the two lines of one are not there once each and in order.
    """
    wanted = {name: place for name, place in PLACES.items() if any(line in page for line in place.lines(name))}
    if not wanted:
        raise TrainError(f"{path} needs {_wanted()}; the figures go between them.")
    for name, place in wanted.items():
        page = _replaced(page, place.lines(name), place.render(found), path)
    return page


def _replaced(page: str, lines: tuple[str, str], text: str, path: Path) -> str:
    begin, end = lines
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    if (page.count(begin), page.count(end), before.count(end)) != (1, 1, 0):
        raise TrainError(f"{path} needs {begin} and, after it, {end}, once each; the figures go between them.")
    return "\n\n".join(filter(None, (f"{before}{begin}", text, f"{end}{after}")))


def _wanted() -> str:
    return (
        "<!-- NAME --> and <!-- /NAME -->, in the front matter # NAME and # /NAME, where NAME is one of "
        f"{', '.join(PLACES)}"
    )


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


PLACES = {
    "model-index": Place(model_index.render, "# {}"),
    "highlights": Place(highlights.render),
    "findings": Place(findings.render),
    "factors": Place(groups.factors),
    "results": Place(render),
    "audit": Place(groups.audit),
    "groups": Place(groups.render),
}
"""Name -> place: the front matter of a model card, a dozen figures, what is known of how groups are treated, how large
they are, all tables but those group by group, the audit, and what was measured group by group."""
