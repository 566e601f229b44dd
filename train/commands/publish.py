"""`python -m train publish MODEL REPO`: push weights with their model card to the Hugging Face Hub, in one commit."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from facevae import checkpoints
from facevae.checkpoints.locations import CHECKPOINTS, find
from train import TrainError, uploads
from train.uploads import Files

if TYPE_CHECKING:
    from huggingface_hub import CommitInfo, ModelInfo

CARD, RESULTS, LICENSE = "README.md", "results.json", "LICENSE"

_PICTURE = re.compile(r"!\[[^]]*\]\(((?:\.\./)*(assets/[\w.-]+))\)")
"""A picture of a card: where it lies from there, and its name in the repository, which has no folder above it."""

LIMIT_BYTES = 10_000_000
"""Every file is smaller than this, so that the Hub takes it in plain git, too."""

_LOADERS = {"attributes": "load_attributes", "face_reader": "load_reader"}
"""Kind -> the function that loads it, where it is not `load`."""

_WEIGHTS = re.compile(r"[\w-]+-[0-9a-f]{8}-\d+-of-\d+\.safetensors")
"""What `checkpoints.save` calls its files."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("model", help="a folder with weights, or the name of one under checkpoints/")
    dry_run = "check the files, list them and what they would replace; send nothing"
    uploads.add_arguments(parser, kind="repository", dry_run=dry_run)


def run(args: argparse.Namespace) -> int:
    """Check, push, and say how to load what was pushed.

    Args:
        args: as ``add_arguments`` defines them. The token is huggingface_hub's: HF_TOKEN, or that of `hf auth login`.
    Returns:
        0.
    Raises:
        ValueError: REPO has not the form user/name; a CheckpointError: weights incomplete or corrupted.
        TrainError: no weights, a file too large, or the Hub refuses or cannot be reached.
    """
    uploads.check_name(args.repo)
    folder = find(args.model)
    if folder is None:
        raise TrainError(f"There is no folder {args.model}, neither here nor in checkpoints/.")
    files = collect(folder)
    for name, content in files.items():
        print(f"{uploads.size(content):>10,} bytes  {name}")
    if args.dry_run:
        print(_preview(args.repo, files))
        return 0
    commit = push(args.repo, files, args.message or f"Publish {folder.resolve().name}", private=args.private)
    print(f"{commit.commit_url}\nRevision {commit.oid}")
    kind, *others = checkpoints.kinds(folder)
    load = "load" if others else _LOADERS.get(kind, "load")
    print(f'facevae.{load}("{args.repo}", revision="{commit.oid}")')
    return 0


def collect(folder: Path) -> Files:
    """Check a model and gather all that is published of it.

    Args:
        folder: where its weights are.
    Returns:
        Name in the repository -> file: the weights of every kind and their licence, the model card (the folder's own,
        else that of checkpoints/) with the pictures that it shows, and the results beside the card, if there are any.
    Raises:
        CheckpointError: weights incomplete, corrupted or not written by this project.
        TrainError: no weights, files of another set among them, no model card, a picture of it missing, or a file too
            large.
    """
    files: Files = {**_weights(folder)}
    card = next((path for path in (folder / CARD, CHECKPOINTS / CARD) if path.is_file()), None)
    if card is None:
        raise TrainError(f"{folder} has no model card ({CARD}); write one before others use it.")
    files |= _card(card)
    files |= {path.name: path for path in (folder / LICENSE, card.with_name(RESULTS)) if path.is_file()}
    for name, content in files.items():
        size = uploads.size(content)
        if size >= LIMIT_BYTES:
            raise TrainError(f"{name} has {size:,} bytes; a file must have fewer than {LIMIT_BYTES:,}.")
    return files


def push(repo: str, files: Files, message: str, *, private: bool = False) -> CommitInfo:
    """Put files into a repository and remove those of an earlier publication, in one commit.

    Args:
        repo: "user/name"; made if it is missing.
        files: name in the repository -> file.
        message: what the commit says.
        private: whether only its owner may see it.
    Returns:
        The commit; the newest there is if nothing has changed.
    Raises:
        TrainError: no login, the Hub refuses or cannot be reached, the repository holds weights
            of another project or is public when it should be private.
    """
    from huggingface_hub import HfApi

    api = HfApi()
    with uploads.one_sentence(repo):
        api.create_repo(repo, private=private or None, exist_ok=True)
        known = api.model_info(repo)
        uploads.check_private(known, private=private)
        return uploads.commit(api, known, files, outdated(known, files), message)


def outdated(known: ModelInfo, files: Iterable[str]) -> list[str]:
    """Name the files of an earlier publication that have no place beside a new one.

    Args:
        known: the repository as it is.
        files: names of the files to come.
    Returns:
        Weights and results that nothing replaces, sorted; all other files are the repository's own.
    Raises:
        TrainError: it holds weights of another project.
    """
    left = uploads.present(known) - set(files)
    old = sorted(name for name in left if name == RESULTS or name.endswith(".safetensors"))
    for name in old:
        if name != RESULTS and not _WEIGHTS.fullmatch(name):
            raise TrainError(f"{known.id} holds {name}, which is not of this project; publish to another repository.")
    return old


def _weights(folder: Path) -> dict[str, Path]:
    """The files of the one complete set of every kind in a folder."""
    files = {}
    for kind in checkpoints.kinds(folder):
        digest = checkpoints.digest(checkpoints.read(folder, kind))
        files |= {path.name: path for path in sorted(folder.glob(f"{kind}-{digest[:8]}-*.safetensors"))}
    others = sorted(path.name for path in folder.glob("*.safetensors") if path.name not in files)
    if others:
        raise TrainError(f"{folder} also holds weights of another set ({', '.join(others)}); remove them first.")
    if not files:
        raise TrainError(f"{folder} holds no weights (*.safetensors); train some with `python -m train fit`.")
    return files


def _card(path: Path) -> Files:
    """The card and its pictures, which stand above it here and below it in the repository."""
    text = path.read_text("utf-8")
    pictures = {name: path.parent / place for place, name in _PICTURE.findall(text)}
    missing = sorted(name for name, picture in pictures.items() if not picture.is_file())
    if missing:
        raise TrainError(f"{path} shows {', '.join(missing)}, which is not there; `python -m train figures` draws it.")
    return {CARD: _PICTURE.sub(lambda found: found[0].replace(found[1], found[2]), text).encode(), **pictures}


def _preview(repo: str, files: Files) -> str:
    """Say what publishing would delete, as far as the Hub can be asked."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        known = HfApi().model_info(repo)
    except RepositoryNotFoundError:
        return f"Nothing was sent. {repo} would be made, unless it is hidden from you."
    except Exception as error:  # as in `push`
        return f"Nothing was sent. What {repo} holds is unknown. {uploads.explain(error, repo)}"
    return "\n".join(["Nothing was sent.", *(f"{repo} would lose {name}" for name in outdated(known, files))])
