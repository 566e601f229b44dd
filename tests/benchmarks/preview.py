"""`python -m tests.benchmarks.preview`: how soon a changed face is seen in a photo of 12 megapixels, on two cores."""

from __future__ import annotations

import json

import gradio as gr
import numpy as np
import torch

from facevae import align, photos
from facevae.ui.components.preview import Preview, picture
from facevae.ui.photo.store import PhotoStore, UploadedPhoto
from facevae.ui.tabs.photo_result import FaceEdit, PhotoEdits, PhotoResultView, replace_crop
from tests.benchmarks.find import CROP, FACE, SIZE, THREADS, median
from tests.benchmarks.synthetic import photo
from tests.support.pictures import saved


def main() -> None:
    """Measure both ways in one run and print one JSON object; medians in milliseconds."""
    torch.set_num_threads(THREADS)
    file = saved(photo(SIZE, [FACE], np.random.default_rng(0), grain=4), "JPEG", quality=90)
    uploaded = UploadedPhoto(photos.read(file))
    face = align.find(uploaded.photo)[0]
    aligned = align.cut(uploaded.photo, face, CROP)
    edit = FaceEdit(replace_crop(1 - aligned.pixels), replace_crop(aligned.pixels.flip(-1)))
    photo_store = PhotoStore()
    shown = PhotoEdits(photo_store.put(uploaded), ((aligned, edit),))
    with gr.Blocks():
        view = PhotoResultView(photo_store, "benchmark", "Before", "After")

    def at_full_size() -> None:
        for one in (edit.before, edit.after):
            Preview(align.apply(uploaded.photo, [(aligned, one)])).address  # noqa: B018, made when it is asked for

    figures = {
        "preview": median(lambda: view.show(shown)),
        "full_size": median(at_full_size),
        "unchanged_photo": median(lambda: picture(Preview(uploaded.photo).photo)),
    }
    figures["ratio"] = round(figures["full_size"] / figures["preview"], 1)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
