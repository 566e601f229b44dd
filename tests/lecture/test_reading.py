"""What moves an age, and maps of a network that learned nothing."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from facevae import networks, photos, reading
from facevae.color import brightness
from facevae.lecture import QUESTIONS
from facevae.lecture.questions import reading as questions

FACES = range(5)


@pytest.fixture(autouse=True)
def reader(tiny_reader, monkeypatch):
    """A tiny reader in place of the shipped one; it says what it sees loudly."""
    tiny_reader.head.weight.mul_(30)
    monkeypatch.setattr(networks, "face_reader", lambda: tiny_reader)
    return tiny_reader


def age(reader, face, ways):
    """The mean of a distribution over ages, from the mean logits over some ways to look at a face."""
    small = F.adaptive_avg_pool2d(face, 16)
    logits = torch.stack([reader.head(reader.pooled(way(small)))[0, :101] for way in ways]).mean(0)
    return float((torch.arange(101) * logits.softmax(0)).sum())


ONE_WAY = (lambda face: face,)
BOTH_WAYS = (lambda face: face, lambda face: face.flip(-1))


@pytest.mark.parametrize("index", FACES)
def test_the_change_that_moves_the_age_most(reader, make_faces, index):
    face = make_faces(5)[index : index + 1]
    aside = torch.cat([face[..., :1], face[..., :-1]], dim=-1)
    changed = [face.flip(-1), aside, (face * 1.1).clamp(max=1), photos.through_jpeg(face, 20)]
    moved = [abs(age(reader, one, ONE_WAY) - age(reader, face, ONE_WAY)) for one in changed]
    first, second = sorted(moved, reverse=True)[:2]
    found = questions.changed_reading(None, face)
    assert found.answer == questions.CHANGES[moved.index(first)]
    assert found.margin == pytest.approx(first - second, abs=1e-3)
    assert found == questions.changed_reading(None, face)


def test_a_face_like_its_mirror_image_is_read_alike(make_faces):
    face = make_faces(1)
    face = (face + face.flip(-1)) / 2
    assert "the mirror image +0.0" in questions.changed_reading(None, face).sentence


def test_four_pixels_aside_are_of_a_face_of_128():
    line = torch.arange(128.0).expand(1, 3, 128, 128) / 128
    aside = questions.changes(line)[1]
    assert torch.equal(aside[..., 4:], line[..., :-4])
    assert not aside[..., :4].any()


@pytest.mark.parametrize("index", FACES)
def test_the_part_whose_loss_moves_the_age_most(tiny_model, reader, make_faces, index):
    face = make_faces(5)[index : index + 1]
    years = {}
    for filler in ("grey", "vae"):
        years[filler] = []
        for boxes in questions.PARTS.values():
            mask = torch.zeros(1, 1, 32, 32)
            for left, top, right, bottom in boxes:
                mask[..., round(32 * top) : round(32 * bottom), round(32 * left) : round(32 * right)] = 1
            covered = reading.cover(tiny_model, face, mask, filler)
            years[filler].append(age(reader, covered, BOTH_WAYS) - age(reader, face, BOTH_WAYS))
    sizes = [abs(one) for one in years["grey"]]
    first, second = sorted(sizes, reverse=True)[:2]
    found = questions.covered_part(tiny_model, face)
    assert found.answer == list(questions.PARTS)[sizes.index(first)]
    assert found.margin == pytest.approx(first - second, abs=1e-3)
    filled = max(zip(years["vae"], questions.PARTS, strict=True), key=lambda one: abs(one[0]))
    assert f"{filled[1]}: {filled[0]:+.1f}.".replace("-", "\N{MINUS SIGN}") in found.sentence


def test_parts_are_of_about_the_same_area_and_do_not_overlap():
    masks = torch.cat([questions.part_mask(128, part) for part in questions.PARTS])
    assert float(masks.sum(0).max()) == 1
    areas = masks.mean((1, 2, 3))
    assert float(areas.max() / areas.min()) < 1.05


def test_the_face_decides_which_row_learned_nothing(reader, make_faces):
    rows = [questions.two_rows(face[None]).unlearned for face in make_faces(5)]
    assert rows == [questions.two_rows(face[None]).unlearned for face in make_faces(5)]
    assert set(rows) == {0, 1}


@pytest.mark.parametrize("index", FACES)
def test_the_row_that_learned_nothing_is_of_random_weights(reader, make_faces, index):
    face = make_faces(5)[index : index + 1]
    random = reading.feature_maps(reading.untrained(reader, questions.SEED), face, questions.STAGE).maps
    rows, found = questions.two_rows(face), questions.unlearned_maps(None, face)
    shown = {questions.ROWS[0]: rows.upper.maps, questions.ROWS[1]: rows.lower.maps}
    assert torch.equal(shown.pop(found.answer), random)
    assert not torch.equal(shown.popitem()[1], random)
    assert found.margin == pytest.approx(questions.likeness(random, face))


def test_a_map_that_is_the_light_follows_the_face_and_noise_does_not(make_faces, generator):
    face = make_faces(1)
    light = F.avg_pool2d(brightness(face), 2)[0]
    assert questions.likeness(torch.cat([light, 3 - 2 * light]), face) == pytest.approx(1, abs=1e-5)
    noise = torch.rand(1, 16, 16, generator=generator(1))
    assert questions.likeness(noise, face) < 0.2
    assert questions.likeness(torch.cat([light, noise]), face) == pytest.approx(
        (1 + questions.likeness(noise, face)) / 2, abs=1e-5
    )


def test_who_asks_for_ages_is_marked():
    assert {key for key, one in QUESTIONS.items() if one.reads_age} == {"changed-reading", "covered-part"}
