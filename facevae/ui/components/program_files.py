"""Pictures of programs: a file that was sent is read and removed, and one that is made is handed to Gradio to serve."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache

from facevae.checkpoints import CheckpointError
from facevae.photos import Original, PhotoError, cell
from facevae.photos.writer import Encoded


def read_sent(sent: Any, what: str = "photo") -> Original:
    """Read a picture that a program sent; `answering` removes it.

    Args:
        sent: what Gradio hands on of it: a dict with its `path`, in the folder of this process.
        what: names it in what is refused.
    Raises:
        gr.Error: nothing was sent, it cannot be read, or is no picture; one sentence.
    """
    path = _path_of(sent)
    if path is None:
        raise refusal(f"{what} must be a picture file; send it as your client sends files.")
    try:
        return cell.read(path)
    except PhotoError as error:
        raise refusal(str(error)) from error


def answer(made: Encoded, name: str) -> Any:
    """Return a picture as Gradio serves it; it goes with the other files of the app, an hour or two later.

    Args:
        made: the picture.
        name: of the file, without its ending.
    """
    path = save_bytes_to_cache(made.data, f"{name}{made.suffix}", os.environ["GRADIO_TEMP_DIR"])
    return gr.FileData(path=path, orig_name=Path(path).name, mime_type=made.media).model_dump()


@contextmanager
def answering(*sent: Any) -> Iterator[None]:
    """Let what refuses a call of a program be one sentence to whoever made it, and remove from the disk what it sent.

    Args:
        sent: pictures, as for `read_sent`; whatever comes of the call, they go.
    """
    try:
        yield
    except (ValueError, CheckpointError) as error:
        raise refusal(str(error)) from error
    finally:
        for one in sent:
            if path := _path_of(one):
                path.unlink(missing_ok=True)


def _path_of(sent: Any) -> Path | None:
    """Return where a picture lies that was sent; None for what lies elsewhere than in the folder of this process."""
    path = Path(str(sent.get("path") or "")) if isinstance(sent, dict) else None
    folder = Path(os.environ["GRADIO_TEMP_DIR"]).resolve()
    return path if path is not None and path.is_file() and folder in path.resolve().parents else None


def refusal(words: str) -> gr.Error:
    """Return what refuses a request with one sentence."""
    return gr.Error(words, print_exception=False)
