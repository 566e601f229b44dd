"""Frechet distances to real faces, in features that are coarse pixels."""

from __future__ import annotations

import dataclasses

import pytest
import torch
import torch.nn.functional as F

from train.data.examples import to_float
from train.evaluation.measures.real_faces import RealFaces


class _Judge:
    """Describes a picture by the colours of its quarters."""

    def embed(self, faces):
        return 10 * F.adaptive_avg_pool2d(faces, 2).flatten(1)

    def embed_strip(self, faces, top, bottom):
        return self.embed(faces[:, :, top:bottom])


@pytest.fixture
def faces(make_faces):
    """Six test faces and four others."""
    return [(make_faces(count, seed=seed) * 255).round().to(torch.uint8) for count, seed in ((6, 1), (4, 2))]


@pytest.fixture
def known(faces, heldout, make_examples):
    """Real faces of which the others are the validation faces."""
    test = dataclasses.replace(heldout, faces=faces[0])
    test.__dict__["val"] = dataclasses.replace(make_examples(4), faces=faces[1])
    return RealFaces(_Judge(), test)


@pytest.mark.parametrize("part", ["face", "strip"])
def test_the_very_faces_are_at_no_distance_and_as_far_from_others_as_real_ones(known, faces, part):
    found = known.compare({"real": known.embed(to_float(faces[0]), part)}, part)
    assert found["faces"] == 4
    assert found["real"]["same"] == pytest.approx(0, abs=1e-3)
    assert found["real"]["others"] == pytest.approx(found["floor"], rel=1e-3)
    assert found["floor"] > 0


def test_features_of_real_faces_are_computed_once_and_more_where_more_are_needed(known, faces, monkeypatch):
    drawn = {"real": known.embed(to_float(faces[0]), "face")}
    looked, judge_embed = [], known.judge.embed
    monkeypatch.setattr(known.judge, "embed", lambda some: looked.append(len(some)) or judge_embed(some))
    few = known.compare({"real": drawn["real"][:3]}, "face")
    assert looked == [3, 3]
    known.compare(drawn, "face")
    known.compare(drawn, "face")
    assert looked == [3, 3, 1, 1]
    assert few["faces"] == 3


def test_without_others_there_is_no_floor(heldout):
    known = RealFaces(_Judge(), heldout)
    found = known.compare({"real": known.embed(to_float(heldout.faces), "face")}, "face")
    assert set(found) == {"faces", "real"}
    assert set(found["real"]) == {"same"}


def test_the_strip_is_what_lies_around_the_eyes(known, faces):
    other = faces[0].clone()
    other[:, :, 18:] = 0
    other[:, :, :2] = 0
    one, changed = (known.embed(to_float(some), "strip") for some in (faces[0], other))
    torch.testing.assert_close(one, changed)
    assert not torch.allclose(known.embed(to_float(faces[0]), "face"), known.embed(to_float(other), "face"))
