"""`python -m train deploy REPO`: make the app a Space on the Hub, or bring it up to date, by one commit."""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import facevae
from train import TrainError, uploads
from train.uploads import Files

if TYPE_CHECKING:
    from huggingface_hub import CommitInfo, SpaceInfo

ROOT = Path(__file__).resolve().parents[2]

LEFT_OUT = (
    ".ci/",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "biome.json",
    "checkpoints/judges/",
    "checkpoints/second_reader/",
    "pyproject.toml",
    "tests/",
    "train/",
)
"""What the checkout has and the app does not need; all that git does not track stays behind in any case."""

EARLY = "pre-requirements.txt"
"""What a Space installs before requirements.txt. No file of the checkout: on ZeroGPU, a CPU build of torch stops it."""

OWN = "facevae/__init__.py"
"""A Space that holds this file is one of ours."""

_FROM_THE_START = {".gitattributes", "README.md"}
"""What the Hub puts into a new Space."""

_LARGE, _LARGE_BINARY, _LOOKED_AT = 10_000_000, 1_000_000, 8000


class Hardware(NamedTuple):
    """What a Space runs on: the Hub's name of it, and why the Hub asks for money (HTTP status 402)."""

    flavor: str
    refused: str


HARDWARE = {
    "zero-gpu": Hardware(
        "zero-a10g",
        "The Hub does not give {repo} ZeroGPU hardware: a free account needs to be 30 days old, with a verified mail "
        "address, and may have two such Spaces.",
    ),
    "cpu": Hardware(
        "cpu-basic",
        "The Hub runs apps on --hardware cpu for PRO, Team and Enterprise accounts only; a free account may have two "
        "Spaces with --hardware zero-gpu.",
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    uploads.add_arguments(parser, kind="Space", dry_run="list the files and the settings; needs no network, sends none")
    parser.add_argument(
        "--hardware",
        choices=HARDWARE,
        default="zero-gpu",
        help="what it runs on: zero-gpu (the default), which a free account has, or cpu, which asks for a paid plan",
    )
    parser.add_argument(
        "--torch-index",
        metavar="URL",
        help="with --hardware cpu: where the CPU builds of torch are, the address behind --index-url in the command "
        f"that PyTorch's install page shows for CPU; it is written to {EARLY} of the Space, which without it installs "
        "the ordinary torch, with several gigabytes of CUDA",
    )


def run(args: argparse.Namespace) -> int:
    """Gather the app, send it, and say where it runs.

    Args:
        args: as ``add_arguments`` defines them. The token is huggingface_hub's: HF_TOKEN, or that of `hf auth login`.
    Returns:
        0.
    Raises:
        ValueError: REPO has not the form user/name, or a torch index without the hardware for it.
        TrainError: not a checkout, or the Hub refuses or cannot be reached.
    """
    uploads.check_name(args.repo)
    hardware = HARDWARE[args.hardware]
    files = collect(ROOT)
    if args.torch_index is not None:
        files[EARLY] = _early(args.torch_index, args.hardware)
    if args.dry_run:
        print("\n".join([*_listed(files), *_settings(args.repo, files, hardware, private=args.private)]))
        return 0
    message = args.message or f"Deploy FaceVAE {facevae.__version__}"
    url, commit = push(args.repo, files, hardware, message, private=args.private)
    print(f"{commit.commit_url}\n{len(files)} files; the Space is built now, and then runs at\n{url}")
    return 0


def collect(root: Path) -> Files:
    """Gather what the app needs of a checkout.

    Args:
        root: its topmost folder.
    Returns:
        Name -> file, of all that git tracks but `LEFT_OUT`, as it lies in the folder now.
    Raises:
        TrainError: not a checkout, or there is no git.
    """
    try:
        listed = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), "ls-files", "-z"],  # noqa: S607
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise TrainError("The files of a Space are those that git tracks; run this in a clone made by git.") from error
    names = [name for name in listed.stdout.split("\0") if name and not name.startswith(LEFT_OUT)]
    files: Files = {name: root / name for name in names if (root / name).is_file()}
    if "app.py" not in files:
        raise TrainError("There is no app.py among the files that git tracks; run this in a clone of the project.")
    return files


def push(repo: str, files: Files, hardware: Hardware, message: str, *, private: bool = False) -> tuple[str, CommitInfo]:
    """Make a Space of files, or put them in place of what an earlier deployment left there.

    Args:
        repo: "user/name"; made if it is missing.
        files: name in the Space -> file.
        hardware: what it is to run on.
        message: what the commit says.
        private: whether only its owner may see it.
    Returns:
        The address of the Space, and the commit.
    Raises:
        TrainError: no login, the account may not have it, the Hub refuses or cannot be reached, or the Space is another
            app's or is public when it should be private.
    """
    from huggingface_hub import HfApi, SpaceHardware

    api, flavor = HfApi(), SpaceHardware(hardware.flavor)
    with uploads.one_sentence(repo, {402: hardware.refused.format(repo=repo)}):
        url = api.create_repo(
            repo,
            repo_type="space",
            space_sdk="gradio",
            space_hardware=flavor,
            private=private or None,
            exist_ok=True,
        )
        known = api.space_info(repo)
        uploads.check_private(known, private=private)
        old = outdated(known, files)
        now = known.runtime and (known.runtime.requested_hardware or known.runtime.hardware)
        if now and now != flavor:
            api.request_space_hardware(repo, flavor)
        return str(url), uploads.commit(api, known, files, old, message, "space")


def outdated(known: SpaceInfo, files: Iterable[str]) -> list[str]:
    """Name what a Space holds that the app no longer has, sorted.

    Raises:
        TrainError: the Space holds another app.
    """
    present = uploads.present(known)
    if OWN not in present and present - _FROM_THE_START:
        raise TrainError(f"{known.id} holds another app, which would be lost; deploy to another Space.")
    return sorted(present - _FROM_THE_START - set(files))


def goes_past_git(name: str, content: Path | bytes) -> bool:
    """Whether the Hub is expected to want a file in its own storage (Xet, or LFS) instead of in git."""
    if name.endswith(".safetensors") or uploads.size(content) > _LARGE:
        return True
    if uploads.size(content) <= _LARGE_BINARY:
        return False
    data = content if isinstance(content, bytes) else content.read_bytes()
    return b"\0" in data[:_LOOKED_AT]


def _early(index: str, hardware: str) -> bytes:
    if hardware != "cpu":
        raise ValueError("--torch-index is for --hardware cpu; ZeroGPU brings its own torch.")
    if not index.startswith("https://") or len(index.split()) != 1:
        raise ValueError(f"--torch-index is {index}; give the https address that PyTorch's install page shows.")
    wanted = next(line for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines() if "torch" in line)
    return f"--index-url {index}\n{wanted}\n".encode()


def _listed(files: Files) -> list[str]:
    rows = [(uploads.size(content), goes_past_git(name, content), name) for name, content in files.items()]
    lines = [f"{size:>10,} bytes  {'Xet' if past else 'git'}  {name}" for size, past, name in rows]
    past = [size for size, past, _ in rows if past]
    total = sum(size for size, *_ in rows) / 1e6
    return [*lines, f"{len(rows)} files, {total:.1f} MB; {len(past)} of them, {sum(past) / 1e6:.1f} MB, through Xet."]


def _settings(repo: str, files: Files, hardware: Hardware, *, private: bool) -> list[str]:
    from huggingface_hub import SpaceCard

    card = SpaceCard((ROOT / "README.md").read_text("utf-8")).data.to_dict()
    early = files.get(EARLY)
    torch = early.decode().replace("\n", " ").strip() if isinstance(early, bytes) else "as requirements.txt has it"
    return [
        f"Space: {repo}, {'private' if private else 'public, unless it is there and private'}",
        f"SDK: {card['sdk']} {card['sdk_version']}, Python {card['python_version']}, {card['app_file']}",
        f"Hardware: {hardware.flavor}",
        f"Torch: {torch}",
        "What else an earlier deployment left in the Space would be removed. Nothing was sent.",
    ]
