"""`python -m train figures`: draw what the size of the code and beta change in small VAEs, and how training went."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

import facevae
from facevae import FaceVae, checkpoints, latent, photos
from facevae.files import replacing
from train import TrainError
from train.evaluation.harness import results
from train.recipes import recipe
from train.recipes.recipe import Recipe
from train.report import curves, figures_study, figures_training
from train.report.figures_study import Panel, Point, Setting
from train.report.figures_training import Curve

FACES, PLANE, LEARNING = "study-faces.webp", "study-plane.svg", "study-learning.webp"
TRAINING = "training.svg"

FLAGSHIP, ATTRIBUTES = "face", "attributes"

MAP = "study/latent2-beta1"
"""The small model whose codes have two numbers."""

PORTRAIT = Path(__file__).resolve().parents[2] / "assets" / "astronaut.jpg"

INVENTED = (17, 26, 38, 39)
"""Seeds of the faces beside the portrait, which the flagship makes up and no person has."""

SEED = 0
"""Of the random codes, the same for every model."""

_MEASURED = {
    "rate": ("likelihood", "rate_nats"),
    "psnr": ("reconstruction", "vae", "psnr"),
    "pca_psnr": ("reconstruction", "pca", "psnr"),
}
"""Attribute of a `Point` -> where results.json has it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    folder_help = "folder of all models, the flagship too (default checkpoints)"
    parser.add_argument("--checkpoints", type=Path, default=Path("checkpoints"), metavar="DIR", help=folder_help)
    json_help = "what `python -m train evaluate` wrote (default checkpoints/results.json)"
    parser.add_argument("--json", type=Path, default=Path("checkpoints/results.json"), metavar="FILE", help=json_help)
    out_help = "folder that the figures are written to (default assets)"
    parser.add_argument("--out", type=Path, default=Path("assets"), metavar="DIR", help=out_help)


def run(args: argparse.Namespace) -> int:
    """Draw all figures, and only then write them.

    Args:
        args: as ``add_arguments`` defines them.
    Returns:
        0.
    Raises:
        TrainError: models, snapshots or measurements of the study are missing, or no model has a curve.
        CheckpointError: weights that cannot be used.
        OSError: a file cannot be read or written.
    """
    root = args.checkpoints.resolve()
    recipes = study()
    check_trained(root, recipes)
    points = measured(args.json, recipes)
    training = figures_training.training(*along_epochs(root, recipes))
    models = {setting(one): facevae.load(root / one.name) for one in recipes}
    faces = originals(facevae.load(root / FLAGSHIP), next(iter(models.values())).image_size)
    panels = {key: draw(model, faces, len(faces)) for key, model in models.items()}
    stages = {setting(one): along_training(root / one.name, faces[:1]) for one in recipes if one.snapshots}
    drawn = {
        FACES: figures_study.faces(faces, panels),
        PLANE: figures_study.plane(points).encode(),
        LEARNING: figures_study.learning(stages),
        TRAINING: training.encode(),
    }
    for name, data in drawn.items():
        with replacing(args.out / name) as part:
            part.write_bytes(data)
        print(f"{args.out / name}: {len(data):,} bytes")
    return 0


def study() -> list[Recipe]:
    """The recipes of the study, but for that of the map, which stands outside its table of sizes and prices."""
    return [recipe.load(name) for name in recipe.names() if name.startswith("study/") and name != MAP]


def setting(one: Recipe) -> Setting:
    """What a model of the study differs in from the others."""
    return Setting(one.model["latent_dim"], one.objective["beta"])


def check_trained(root: Path, recipes: Sequence[Recipe]) -> None:
    """Check that all models are there, and the snapshots of those whose recipe asks for some.

    Args:
        root: folder of all models.
        recipes: of the study.
    Raises:
        TrainError: some are missing; names them all.
    """
    wanted = dict.fromkeys([FLAGSHIP, *(one.name for one in recipes)], "*.safetensors")
    wanted |= {f"{one.name}/snapshots": "*/*.safetensors" for one in recipes if one.snapshots}
    missing = [name for name, files in wanted.items() if not any((root / name).glob(files))]
    if missing:
        raise TrainError(f"{root} lacks {', '.join(missing)}; `python -m train fit` trains one model at a time.")


def measured(file: Path, recipes: Sequence[Recipe]) -> dict[Setting, Point]:
    """Read what was measured of every model.

    Args:
        file: results.json.
        recipes: of the study.
    Raises:
        TrainError: something was not measured yet, or the file holds something else.
        OSError: the file cannot be read.
    """
    entries = results.read(file)
    missing = [
        one.name
        for one in recipes
        if not all(results.has(entries.get(one.name, {}), (*place, "mean")) for place in _MEASURED.values())
    ]
    if missing:
        raise TrainError(f"{file} lacks figures of {', '.join(missing)}; `python -m train evaluate --all` makes them.")
    return {
        setting(one): Point(**{key: results.get(entries[one.name], place)["mean"] for key, place in _MEASURED.items()})
        for one in recipes
    }


def along_epochs(root: Path, recipes: Sequence[Recipe]) -> tuple[dict[str, Curve], dict[Setting, Curve]]:
    """Read what every shipped model measured along its training; a model whose header has no curve is left out.

    Args:
        root: folder of all models.
        recipes: of the study.
    Returns:
        Curves of the models by their kind, and those of the study by their setting.
    Raises:
        TrainError: there is none.
        CheckpointError: weights that cannot be used.
    """
    models = curves.read(root / FLAGSHIP) | curves.read(root / ATTRIBUTES)
    small = {setting(one): curve for one in recipes for curve in curves.read(root / one.name).values()}
    if not models and not small:
        raise TrainError(f"No model in {root} has the curve of its training; `python -m train fit` writes it.")
    return models, small


def originals(flagship: FaceVae, size: int) -> Tensor:
    """Faces that may be published: a portrait in the public domain, and samples of the flagship.

    Args:
        flagship: makes up those of ``INVENTED``.
        size: S of the study, in pixels.
    Returns:
        (1 + len(INVENTED), 3, S, S) in [0, 1], the portrait first.
    """
    portrait = photos.to_faces(photos.open(PORTRAIT), size)
    codes = [latent.sample(flagship, 1, torch.Generator().manual_seed(seed)) for seed in INVENTED]
    return torch.cat([portrait, F.adaptive_avg_pool2d(flagship.decode(torch.cat(codes)), size)])


def draw(model: FaceVae, faces: Tensor, samples: int) -> Panel:
    """Let a model draw faces from their codes' means, and others from random codes.

    Args:
        model: one of the study.
        faces: (N, 3, S, S) in [0, 1].
        samples: how many from the prior.
    """
    codes = latent.sample(model, samples, torch.Generator().manual_seed(SEED), temperature=1.0)
    return Panel(model.decode(model.encode(faces).mean), model.decode(codes))


def along_training(folder: Path, portrait: Tensor) -> dict[int, Panel]:
    """Let a model and its snapshots draw one face, and one from a random code.

    Args:
        folder: the model's.
        portrait: (1, 3, S, S) in [0, 1].
    Returns:
        Steps that a snapshot was trained for -> what it draws.
    """
    weights = {path.parent for path in (folder / "snapshots").glob("*/*.safetensors")} | {folder}
    return {
        checkpoints.read(snapshot, "study").about["steps"]: draw(facevae.load(snapshot), portrait, 1)
        for snapshot in weights
    }
