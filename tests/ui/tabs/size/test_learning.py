"""Three models along their training."""

from __future__ import annotations

import json

import torch

from facevae.ui.photo.current import current_face
from facevae.ui.tabs.size import learning


def test_the_shipped_models_have_ten_stages_each():
    courses = learning.courses()
    assert [(course.dim, course.beta) for course in courses] == list(learning.SETTINGS)
    for course in courses:
        assert len(course.steps) == len(course.names) == 10
        assert list(course.steps) == sorted(course.steps)
        assert course.steps[-1] == course.curve[-1]["step"] == 1256
        assert course.names[-1] == f"study/latent{course.dim}-beta{course.beta:g}"


def test_a_smooth_face_is_copied_better_at_the_end_than_at_the_beginning():
    columns = torch.linspace(0.3, 0.7, 128).expand(1, 3, 128, 128).contiguous()
    shown = learning.show(learning.courses(), current_face(columns, "Ramp"))
    json.dumps(shown)
    assert [len(row) for row in (*shown["psnr"], *shown["loss"])] == [10] * 6
    assert all(row[-1] > row[0] for row in shown["psnr"][1:])
