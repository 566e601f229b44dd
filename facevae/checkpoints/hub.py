"""Models from the Hugging Face Hub: safetensors only, at the revision asked for, from the cache when offline."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from facevae.checkpoints import CheckpointError

PATTERNS = ("*.safetensors", "README.md")
"""All that is ever fetched: weights that cannot run code, and the model card."""

_COMMIT = re.compile(r"[0-9a-f]{40}")
_PART = re.compile(r"(?P<set>.+)-\d+-of-(?P<parts>\d+)\.safetensors")


def is_name(name: str) -> bool:
    """Whether a name has the form of the Hub's, "user/name"; the Hub is not asked whether it has such a model."""
    if name.count("/") != 1:
        return False
    from huggingface_hub.utils import HFValidationError, validate_repo_id

    try:
        validate_repo_id(name)
    except HFValidationError:
        return False
    return True


def fetch(name: str, revision: str | None = None) -> Path:
    """Fetch a model, or take it from the cache when the Hub cannot be reached.

    Args:
        name: "user/name".
        revision: branch, tag or commit, None for the newest. All 40 digits of a commit that was fetched before need
            no network; a branch or tag is what it was when the network was last there.
    Returns:
        A folder in huggingface_hub's cache that holds exactly that revision.
    Raises:
        CheckpointError: no such model or revision, no safetensors in it, or it cannot be reached and is not in the
            cache.
    """
    folder = _cached(name, revision) if _COMMIT.fullmatch(revision or "") else None
    folder = folder or _download(name, revision)
    if not any(folder.glob("*.safetensors")):
        raise CheckpointError(f"{name} on the Hub holds no weights in a safe format (*.safetensors).")
    return folder


def reason(error: BaseException) -> str:
    """The first line of what went wrong with the Hub, which tends to come with many, without its full stop."""
    return str(error).strip().partition("\n")[0].rstrip(".")


def _download(name: str, revision: str | None) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import RepositoryNotFoundError, RevisionNotFoundError

    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=list(PATTERNS)))
    except RevisionNotFoundError as error:
        raise CheckpointError(f"{name} on the Hub has no revision {revision}.") from error
    except RepositoryNotFoundError as error:
        raise CheckpointError(
            f"There is neither a folder {name} nor such a model on the Hub, or it is private and you are not logged in "
            "(`hf auth login`)."
        ) from error
    except Exception as error:  # no network, a broken connection, a proxy, no disk: each has its own family
        folder = _cached(name, revision)
        if folder:
            return folder
        why = reason(error.__cause__ or error)
        raise CheckpointError(f"{name} could not be fetched from the Hub and is not in its cache: {why}.") from error


def _cached(name: str, revision: str | None) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        folder = snapshot_download(name, revision=revision, allow_patterns=list(PATTERNS), local_files_only=True)
    except LocalEntryNotFoundError:
        return None
    return Path(folder) if _is_complete(Path(folder)) else None


def _is_complete(folder: Path) -> bool:
    """Whether every part is there: another program may have fetched one file of a revision, as its model card."""
    found = [match for path in folder.iterdir() if (match := _PART.fullmatch(path.name))]
    parts = Counter((match["set"], int(match["parts"])) for match in found)
    return bool(parts) and all(count == wanted for (_, wanted), count in parts.items())
