"""What goes to the Hugging Face Hub: files in one commit, and one sentence for whatever stops it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from facevae.checkpoints import hub
from train import TrainError

if TYPE_CHECKING:
    from huggingface_hub import CommitInfo, HfApi, ModelInfo, SpaceInfo

Files = dict[str, Path | bytes]
"""Name in the repository -> the file, or what is in it."""


def add_arguments(parser: argparse.ArgumentParser, *, kind: str, dry_run: str) -> None:
    """Describe what every command that sends files to the Hub is told.

    Args:
        parser: of the command.
        kind: what the files go to, as "repository".
        dry_run: what the command does instead of sending.
    """
    parser.add_argument("repo", help=f"{kind} on the Hub, user/name; made if it is missing")
    parser.add_argument("--private", action="store_true", help=f"make the {kind} private")
    parser.add_argument("--message", help="message of the commit (default: what is sent)")
    parser.add_argument("--dry-run", action="store_true", help=dry_run)


def check_name(repo: str) -> None:
    """Check that a name has the form user/name.

    Raises:
        ValueError: it has not.
    """
    if not hub.is_name(repo):
        raise ValueError(f"{repo} is no name of a repository on the Hub; expected user/name.")


def size(content: Path | bytes) -> int:
    """Return how many bytes a file has."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def present(known: ModelInfo | SpaceInfo) -> set[str]:
    """Return the names of the files that a repository holds."""
    return {file.rfilename for file in known.siblings or ()}


def check_private(known: ModelInfo | SpaceInfo, *, private: bool) -> None:
    """Check that what should be private does not go where all can see it.

    Raises:
        TrainError: it would.
    """
    if private and not known.private:
        raise TrainError(f"{known.id} is public already; make it private in its settings, or publish it elsewhere.")


def commit(
    api: HfApi, known: ModelInfo | SpaceInfo, files: Files, outdated: Iterable[str], message: str, kind: str = "model"
) -> CommitInfo:
    """Put files into a repository and remove others, in one commit, unless somebody else changed it meanwhile.

    Args:
        api: the Hub; large and binary files go past git, as it asks for.
        known: the repository as it was when `outdated` was decided.
        files: to be there afterwards.
        outdated: names of files to remove.
        message: what the commit says.
        kind: of the repository, "model" or "space".
    Returns:
        The commit; the newest there is if nothing has changed.
    """
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    operations = [CommitOperationAdd(name, content) for name, content in files.items()]
    operations += [CommitOperationDelete(name) for name in outdated]
    return api.create_commit(known.id, operations, commit_message=message, parent_commit=known.sha, repo_type=kind)


@contextmanager
def one_sentence(repo: str, answers: Mapping[int, str] | None = None) -> Iterator[None]:
    """Turn whatever stops a conversation with the Hub into a TrainError of one sentence.

    Args:
        repo: what it is about.
        answers: HTTP status -> the sentence for it, where it is not the usual one.
    Raises:
        TrainError: no login, the Hub refuses or cannot be reached.
    """
    try:
        yield
    except TrainError:
        raise
    except Exception as error:  # an answer, no network, an upload broken off: each has its own family
        raise TrainError(explain(error, repo, answers)) from error


def explain(error: Exception, repo: str, answers: Mapping[int, str] | None = None) -> str:
    """Say in one sentence what stopped a conversation with the Hub about a repository; `answers` as above."""
    from huggingface_hub.errors import HfHubHTTPError

    if isinstance(error, ValueError):  # a card that the Hub does not take comes with its lines
        return f"{repo} was not published: {' '.join(str(error).split())}."
    if not isinstance(error, HfHubHTTPError):
        return f"The Hub could not be reached: {hub.reason(error)}."
    usual = {
        401: "The Hub does not know you; log in with `hf auth login`, or set HF_TOKEN to a token that may write.",
        403: f"Your token may not write to {repo}; take one that may, or a repository of your own.",
        412: f"{repo} was changed by another commit just now; run the same command again.",
    }
    said = {**usual, **(answers or {})}
    return said.get(error.response.status_code, f"The Hub refused {repo}: {hub.reason(error)}.")
