"""A portrait with scratches inside and outside the face comes closer to the original everywhere, end to end."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

import facevae
from facevae import align, photos
from facevae.restore.scratch_photo import find_marks, marks_tensor, restore_marks
from facevae.restore.scratch_repair import cut_fine, repair_marks
from tests.support.photos import PORTRAIT

SIZE = 480
LINES = [((40, 10), (70, 470)), ((20, 430), (460, 400)), ((150, 5), (330, 475)), ((430, 20), (400, 460))]
"""One crosses the face, the others pass it."""


def _psnr(one: np.ndarray, other: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / ((one.astype(float) - other) ** 2).mean()))


@pytest.mark.slow
def test_a_scratched_portrait_comes_closer_to_the_original_inside_and_outside_the_face():
    original = Image.new("RGB", (SIZE, SIZE), (120, 130, 140))
    portrait = photos.open(PORTRAIT).resize((240, 240), Image.Resampling.LANCZOS)
    original.paste(portrait, (120, 120))
    scratched, lines = original.copy(), Image.new("1", original.size)
    for number, line in enumerate(LINES):
        ImageDraw.Draw(scratched).line(line, fill=((250, 245, 240), (8, 6, 4))[number % 2], width=3)
        ImageDraw.Draw(lines).line(line, fill=1, width=3)
    model = facevae.load("face")
    (face,) = align.find(original)
    crop = cut_fine(scratched, face, model.image_size)
    marks = find_marks(scratched, [crop]).certain
    marked = crop.mark(marks_tensor(marks[None]))
    _, restored = restore_marks(scratched, marks, [(marked.aligned, repair_marks(model, marked))])
    truth, before, after = (np.asarray(photo) for photo in (original, scratched, restored))
    rows, columns = (np.arange(SIZE) + 0.5 for _ in range(2))
    u, v = face.frame.inside(columns[None], rows[:, None])
    inside = (np.abs(u - 0.5) < 0.5) & (np.abs(v - 0.5) < 0.5)
    drawn = np.asarray(lines)
    for place in (inside, ~inside):
        assert marks[drawn & place].mean() > 0.9
        assert (
            _psnr(after[drawn & place], truth[drawn & place]) > _psnr(before[drawn & place], truth[drawn & place]) + 8
        )
    assert (after[~marks] == before[~marks]).all()
