"""What age does to a photo, on pictures of one colour."""

from __future__ import annotations

import pytest
import torch
from PIL import Image

from facevae import photos
from train.report import old_print

WIDTH, HEIGHT = 200, 250
BORDER = round(old_print.MARGIN * WIDTH)


def aged(colour, seed=0, size=(400, 500)):
    return photos.to_tensor(old_print.age(Image.new("RGB", size, colour), WIDTH, torch.Generator().manual_seed(seed)))[
        0
    ]


def middle(print_):
    """The median colour away from the margin, the crease and the torn corner."""
    return print_[:, 60:140, 20:180].flatten(1).median(1).values


def test_a_print_has_the_photos_proportions_and_the_width_asked_for():
    assert aged("grey").shape == (3, HEIGHT, WIDTH)


def test_the_same_seed_gives_the_same_print_and_another_seed_another():
    assert torch.equal(aged("grey"), aged("grey"))
    assert not torch.equal(aged("grey"), aged("grey", seed=1))


@pytest.mark.parametrize("colour", ["red", "green", "blue", "grey"])
def test_colours_turn_into_one_warm_tone(colour):
    red, green, blue = middle(aged(colour))
    assert red > green > blue


def test_contrast_is_lost_but_not_turned_round():
    black, white = middle(aged("black")).mean(), middle(aged("white")).mean()
    assert 0.3 < white - black < 0.7


def test_the_margin_is_paper_whatever_the_photo_shows():
    margin = aged("black")[:, :, : BORDER - 1].flatten(1).median(1).values
    torch.testing.assert_close(margin, torch.tensor(old_print.PAPER), atol=0.03, rtol=0)


def test_the_upper_right_corner_is_gone_and_no_other_one():
    print_ = aged("grey")
    table = torch.tensor(old_print.TABLE)
    torch.testing.assert_close(print_[:, 0, -1], table, atol=0.01, rtol=0)
    for corner in (print_[:, 0, 0], print_[:, -1, 0], print_[:, -1, -1]):
        assert (corner - table).abs().min() > 0.2


def test_a_crease_and_scratches_are_bright_on_a_black_photo():
    bright = (aged("black").mean(0) > 0.6)[BORDER + 2 : -BORDER - 2, BORDER + 2 : -BORDER - 2]
    down, lower = old_print.CREASE
    fold = bright[round(down * HEIGHT) - BORDER - 6 : round((down + lower) * HEIGHT) - BORDER + 6]
    assert fold.any(0).float().mean() > 0.6
    above = bright[: round(down * HEIGHT) - BORDER - 10, : -round(0.3 * WIDTH)]
    assert 0.001 < above.float().mean() < 0.2
