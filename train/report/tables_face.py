"""Tables of the suite "face": reconstruction, likelihood, Frechet distances, restoration and alignment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from facevae.latent.out_of_distribution import NOT_FACES, PERTURBATIONS
from facevae.latent.percentiles import below
from facevae.model import STYLES
from train.evaluation.harness.results import Entry
from train.evaluation.methods.nearest_neighbors import NEAR
from train.report import (
    scores,
    tables_alignment,
    tables_entanglement,
    tables_perceptual,
    tables_realism,
    tables_restoring,
    tables_slider_ends,
)
from train.report.markdown import (
    ACTIVE,
    active_units,
    listed,
    measured_on,
    number,
    percent,
    share_with_interval,
    table,
    with_interval,
)

_SIDES = {"reconstruction": "At {size} pixels", "reconstruction_64": "At 64 pixels"}
"""Section -> the heading of its column."""

_RATES = {
    "bits_per_dim": "Bits a dimension, at most",
    "rate_nats": "Rate, what the code of a face costs, in nats",
    "rate_bits": "The same in bits",
}


_SECTIONS: dict[str, Callable[[Any, dict[str, Any]], Iterator[str] | str]] = {
    "likelihood": lambda figures, about: _likelihood(figures),
    "typicality": lambda figures, about: _typicality(figures),
    "distances": lambda figures, about: _distances(figures, "the attributes network"),
    "distances_pretrained": lambda figures, about: _distances(figures, "a MobileNetV2 that learned from ImageNet"),
    "memorisation": lambda figures, about: _memorisation(figures),
    "entanglement": lambda figures, about: tables_entanglement.render(figures),
    "slider_ends": lambda figures, about: tables_slider_ends.render(figures),
    "denoising": lambda figures, about: tables_restoring.denoising(figures),
    "perceptual": lambda figures, about: tables_perceptual.render(figures),
    "realism": lambda figures, about: tables_realism.render(figures),
    "identity": lambda figures, about: tables_realism.identity(figures),
    "noise_level": lambda figures, about: tables_restoring.noise_level(figures),
    "inpainting": lambda figures, about: tables_restoring.inpainting(figures, about["mean_face"]),
    "diversity": lambda figures, about: tables_restoring.diversity(figures),
    "combined": lambda figures, about: tables_restoring.combined(figures),
    "alignment": lambda figures, about: tables_alignment.render(figures),
    "speed": lambda figures, about: tables_restoring.speed(figures),
    "alignment_speed": lambda figures, about: tables_alignment.speed(figures),
}
"""Section -> what lays out its figures, given what they are of; in the order of the page, after reconstruction."""


def render(found: dict[str, Entry]) -> Iterator[str]:
    """Lay out the flagships, one after the other.

    Args:
        found: name -> entry; sections not measured yet are left out.
    Yields:
        Paragraphs and tables.
    """
    for name, entry in found.items():
        yield f"#### `{name}`"
        yield (
            f"{measured_on(entry['about'])} A cell with two figures is PSNR in dB / SSIM, the mean over the faces; the "
            "best of a column is bold. results.json also has the 95 % bootstrap interval and the median of each."
        )
        yield from _model(entry)


def _model(entry: Entry) -> Iterator[str]:
    about = entry["about"]
    yield from _reconstruction({section: entry[section] for section in _SIDES if section in entry}, about)
    for section, lay_out in _SECTIONS.items():
        if entry.get(section):  # without training faces at hand there is nothing in some
            shown = lay_out(entry[section], about)
            yield from [shown] if isinstance(shown, str) else shown


def _reconstruction(sections: dict[str, Any], about: dict[str, Any]) -> Iterator[str]:
    if not sections:
        return
    columns = {_SIDES[section].format(size=about["image_size"]): figures for section, figures in sections.items()}
    rows = list(dict.fromkeys(method for figures in columns.values() for method in figures))
    count = f"{about['latent_dim']} numbers a face"
    labels = {"pca": f"PCA, {count}", "vae": f"VAE, faithful, {count}", "real": f"VAE, real, {count}"}
    yield scores.table("Reconstruction", {**scores.LABELS, **labels}, columns, rows)
    notes = [scores.reach(sections)]
    if "pca" in rows:
        notes.append("PCA, on the training faces, is the best linear code.")
    if "reconstruction_64" in sections:
        notes.append("At 64 pixels: every picture averaged to that side, and PCA fitted there.")
    yield " ".join(notes)


def _likelihood(figures: dict[str, Any]) -> Iterator[str]:
    rows = [[label, with_interval(figures[key])] for key, label in _RATES.items() if key in figures]
    rows.append(["Active units", active_units(figures)])
    yield table(["Likelihood", "Mean over the faces (95 % interval)"], rows)
    yield f"Bits a dimension come from the bound (ELBO): the price of storing one of a face's 8-bit values. {ACTIVE}"


def _typicality(figures: dict[str, Any]) -> Iterator[str]:
    upright, spoilt = figures["bits_per_dim"], figures["spoilt"]
    rows = [["Upright", number(upright["median"]), ""]]
    for name, own in spoilt.items():
        rows.append(
            [PERTURBATIONS[name].label, number(own["bits_per_dim"]["median"]), share_with_interval(own["unusual"])]
        )
    yield table(["How likely faces are", "Bits a dimension, median", "Less likely than 99 % of upright faces"], rows)
    alone = (
        f"{NOT_FACES[name][0].lower()} {number(bits)} ({percent(below(bits, figures['percentiles']) / 100)} of the "
        "upright faces are likelier)"
        for name, bits in figures["alone"].items()
    )
    yield (
        f"From the importance-weighted bound with {figures['samples']} codes a face (Burda et al. 2016), on "
        f"{upright['n']:,} faces; fewer bits are likelier. Pictures without a face: {listed(alone)}. Likelier does not "
        "mean more of a face: what is smooth is cheap, whatever it shows (Nalisnick et al. 2019)."
    )


def _distances(figures: dict[str, Any], network: str) -> Iterator[str]:
    styles = {style: figures[style] for style in STYLES if style in figures}
    columns = [_least_in_bold([own[kind] for own in styles.values()]) for kind in ("reconstruction", "samples")]
    rows = [[f"VAE, {style}", *cells] for style, *cells in zip(styles, *columns, strict=True)]
    words = (
        f"Frechet distance to the {figures['faces']:,} test faces, in the features of {network}: smaller is better. "
        "This is no FID; a figure compares with those of its own column only."
    )
    if "floor" in figures:
        rows.append(["Real faces, the floor", *[number(figures["floor"])] * len(columns)])
        words += (
            f" The floor is what {figures['floor_faces']:,} real faces get that no weights were fitted to; "
            "reconstructions, being of the very test faces, may get below it."
        )
    yield table(["Frechet distance (no FID)", "Reconstructions", "Samples"], rows)
    yield words


def _least_in_bold(values: list[float]) -> list[str]:
    least = number(min(values))
    return [f"**{cell}**" if cell == least and len(values) > 1 else cell for cell in map(number, values)]


def _memorisation(figures: dict[str, Any]) -> str:
    samples, heldout = (number(figures[key]["median"]) for key in ("samples", "unseen"))
    near = f"{100 * NEAR:g} %"
    return (
        f"Memorisation, in the same features: the median distance to the nearest training face is {samples} for "
        f"samples in the style {figures['style']} and {heldout} for test faces, a ratio of {figures['ratio']:.2f}. "
        f"{share_with_interval(figures['share'])} of the samples are nearer than the nearest {near} of the test faces; "
        f"copying would show as a ratio far below 1 or a share far above {near}."
    )
