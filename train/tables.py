"""`python -m train tables FILE ...`: write the results' tables into Markdown files, so that nobody types a figure."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from facevae.restore import DENOISERS
from train.errors import TrainError
from train.evaluation import results
from train.evaluation.denoising import BEST_MEAN, NOISY
from train.evaluation.inpainting import HOLES

BEGIN, END = "<!-- results -->", "<!-- /results -->"

_LABELS = {
    **{name: method.label for name, method in DENOISERS.items()},
    NOISY: "Nothing (the noisy face)",
    BEST_MEAN: "Mean filter at its best window",
    "mean-face": "Mean face",
}

_ROWS = (NOISY, "mean", BEST_MEAN)
"""Methods that come first in the table of noise; the others follow as registered."""

_FORMATS = {"psnr": "{:.1f}", "ssim": "{:.3f}"}


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
    return "\n\n".join(part for name, entry in found.items() for part in _model(name, entry))


def _model(name: str, entry: results.Entry) -> Iterator[str]:
    about = entry["about"]
    yield f"### `{name}`"
    yield (
        f"Measured on {about['faces']:,} faces, {about['image_size']} pixels wide and high ({about['data']}). "
        "Every cell is PSNR in dB / SSIM, the mean over the faces; the best of a column is bold. results.json also has "
        "the 95 % bootstrap interval and the median of each."
    )
    if "reconstruction" in entry:
        figures = entry["reconstruction"]
        labels = {**_LABELS, "vae": f"VAE, {about['latent_dim']} numbers a face"}
        yield _table("Reconstruction", labels, {"The whole face": figures}, list(figures))
        yield _reach(figures)
    if "denoising" in entry:
        yield from _denoising(entry["denoising"])
    if "inpainting" in entry:
        yield from _inpainting(entry["inpainting"], about["mean_face"])
    if "speed" in entry:
        yield _speed(entry["speed"])


def _denoising(figures: dict[str, Any]) -> Iterator[str]:
    levels = sorted(figures, key=int)
    first = figures[levels[0]]
    rows = [name for name in (*_ROWS, *first) if name in first]
    columns = {f"Noise {level}": figures[level] for level in levels}
    yield _table("Denoising (noise out of 255)", _LABELS, columns, list(dict.fromkeys(rows)))
    best = [figures[level][BEST_MEAN]["psnr"]["window"] for level in levels]
    yield (
        f"{_reach(figures)} The best window of the mean filter is chosen with the clean faces at hand, which nobody "
        f"else has: by PSNR it is {_listed(best)} pixels. {_fewer(first)}"
    ).rstrip()


def _inpainting(figures: dict[str, Any], mean_face: str) -> Iterator[str]:
    for part, title in (("inside", "Inpainting, inside the hole"), ("whole", "Inpainting, the whole face")):
        columns = {
            HOLES[hole].label: {method: parts[part] for method, parts in methods.items()}
            for hole, methods in figures.items()
        }
        yield _table(title, _LABELS, columns, list(next(iter(columns.values()))))
    yield f"{_reach(figures)} Mean face: {mean_face}."


def _speed(figures: dict[str, float]) -> str:
    times = ", ".join(f"{name} {value:.1f}" for name, value in figures.items() if name != "vae-plain")
    return f"Time for one face, where encoding and decoding take 1 (indicative, machines differ): {times}."


def _table(title: str, labels: dict[str, str], columns: dict[str, dict[str, Any]], rows: list[str]) -> str:
    cells = {row: [_cell(figures, row) for figures in columns.values()] for row in rows}
    lines = [[title, *columns], ["---", *["---:"] * len(columns)]]
    lines += [[labels.get(row, row), *cells[row]] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(figures: dict[str, Any], row: str) -> str:
    """One method's figures in one column; bold where, as printed, no method of the column is better."""
    shown = []
    for metric, form in _FORMATS.items():
        best = form.format(max(method[metric]["mean"] for method in figures.values()))
        own = form.format(figures[row][metric]["mean"])
        shown.append(f"**{own}**" if own == best else own)
    return " / ".join(shown)


def _reach(figures: dict[str, Any]) -> str:
    """How far, at most, an interval goes from its mean."""
    widest = {"psnr": 0.0, "ssim": 0.0}
    for metric, leaf in _leaves(figures):
        widest[metric] = max(widest[metric], leaf["mean"] - leaf["low"], leaf["high"] - leaf["mean"])
    return f"95 % intervals reach up to {widest['psnr']:.2f} dB and {widest['ssim']:.3f} from these means."


def _leaves(figures: dict[str, Any]) -> Iterator[tuple[str, dict[str, float]]]:
    for key, value in figures.items():
        if key in _FORMATS:
            yield key, value
        else:
            yield from _leaves(value)


def _fewer(methods: dict[str, Any]) -> str:
    counts = {name: figures["psnr"]["n"] for name, figures in methods.items()}
    few = [name for name in counts if counts[name] < max(counts.values())]
    if not few:
        return ""
    return (
        f"Slow to compute, and so on the first {counts[few[0]]} faces only: {_listed([_LABELS[name] for name in few])}."
    )


def _listed(items: list[Any]) -> str:
    return ", ".join(str(item) for item in items)
