"""Table of the suite "study": rate, distortion and PSNR against latent_dim and beta."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from train.evaluation.harness import results
from train.evaluation.harness.results import Entry
from train.objectives.small_vae import SmallVaeOptions
from train.report import scores
from train.report.markdown import ACTIVE, active_units, listed, measured_on, number, percent, table


@dataclass(frozen=True)
class Column:
    """A column of the table.

    Attributes:
        heading: over it.
        place: the keys to go down by in an entry.
        show: makes a cell of what is there.
    """

    heading: str
    place: tuple[str, ...]
    show: Callable[[Any], str]

    def cell(self, entry: Entry) -> str:
        """Write the figure of one model; nothing where it was not measured."""
        return self.show(results.get(entry, self.place)) if results.has(entry, self.place) else ""


def _mean(figures: dict[str, Any]) -> str:
    return number(figures["mean"])


def _psnr(figures: dict[str, Any]) -> str:
    return scores.FORMATS["psnr"].format(figures["psnr"]["mean"])


_COLUMNS = (
    Column("Reconstruction, PSNR in dB / SSIM", ("reconstruction", "vae"), scores.cell),
    Column("PCA, as many numbers, PSNR in dB", ("reconstruction", "pca"), _psnr),
    Column("Rate, nats", ("likelihood", "rate_nats"), _mean),
    Column("Rate, bits", ("likelihood", "rate_bits"), _mean),
    Column("Cross-entropy, nats", ("likelihood", "distortion_nats"), _mean),
    Column("Active units", ("likelihood",), active_units),
    Column("Frechet distance of samples (no FID)", ("distances", "faithful", "samples"), number),
)


def render(found: dict[str, Entry]) -> Iterator[str]:
    """Lay out the study.

    Args:
        found: name -> entry; what is not measured yet is left out.
    Yields:
        Paragraphs and one table for all models that were measured on the same faces.
    """
    if not found:
        return
    yield "#### The study"
    yield (
        "The same small network, trained for the same number of steps on the objective of the published notebook "
        "(the cross-entropy of grey levels, summed over the pixels, plus beta times the divergence from the prior; as "
        "a likelihood of grey levels it lacks a normaliser, Loaiza-Ganem and Cunningham 2019, so that this beta "
        "compares with no other model's): these models differ in nothing but latent_dim, the numbers in a code, and "
        "beta."
    )
    alike: dict[str, list[Entry]] = {}
    for entry in sorted(found.values(), key=_order):
        alike.setdefault(measured_on(entry["about"]), []).append(entry)
    for sentence, entries in alike.items():
        yield sentence
        yield from _models(entries)


def _models(entries: list[Entry]) -> Iterator[str]:
    columns = [column for column in _COLUMNS if any(map(column.cell, entries))]
    if columns:
        rows = [[*_knobs(entry["about"]), *(column.cell(entry) for column in columns)] for entry in entries]
        yield table(["latent_dim", "beta", *(column.heading for column in columns)], rows)
        yield " ".join(_notes(entries))


def _notes(entries: list[Entry]) -> Iterator[str]:
    kept = [entry["reconstruction"] for entry in entries if "reconstruction" in entry]
    if kept:
        shown = [{method: figures[method] for method in ("vae", "pca") if method in figures} for figures in kept]
        yield scores.reach({str(index): figures for index, figures in enumerate(shown)})
    bounds = [entry["likelihood"] for entry in entries if "likelihood" in entry]
    if bounds:
        widest = max(_relative(figures[key]) for figures in bounds for key in ("rate_nats", "distortion_nats"))
        yield f"95 % intervals of rate and cross-entropy reach up to {percent(widest)} from their means. {ACTIVE}"
    distances = [entry["distances"] for entry in entries if "distances" in entry]
    if distances:
        yield "The Frechet distance to the test faces is in the features of the attributes network; smaller is better."
    floors = sorted({figures["floor"] for figures in distances if "floor" in figures})
    if floors:
        yield f"Real faces that no weights were fitted to get {listed(map(number, floors))}."


def _relative(figures: dict[str, float]) -> float:
    """How far an interval goes from its mean, as a share of that."""
    mean = figures["mean"]
    return max(mean - figures["low"], figures["high"] - mean) / abs(mean) if mean else 0.0


def _order(entry: Entry) -> tuple[int, float]:
    """By the size of the code, then from the largest beta to the smallest."""
    return entry["about"]["latent_dim"], -(_beta(entry["about"]) or 0.0)


def _knobs(about: dict[str, Any]) -> tuple[str, str]:
    beta = _beta(about)
    return str(about["latent_dim"]), "unknown" if beta is None else f"{beta:g}"


def _beta(about: dict[str, Any]) -> float | None:
    """What the recipe says; None where the weights come without one."""
    recipe = about["training"]["study"].get("recipe")
    return None if recipe is None else recipe["objective"].get("beta", SmallVaeOptions.beta)
