import pytest

from facevae.models.attributes import ETHNICITIES, GENDERS
from train.data import labels


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("100_1_0_20170112213001988.jpg.chip.jpg", (100, 1, 0)),
        ("1_0_4_20161219140530307.jpg.chip.jpg", (1, 0, 4)),
        ("26_1_2_20170104.jpg", (26, 1, 2)),
        ("120_0_3_1.JPG", (120, 0, 3)),
    ],
)
def test_reads_age_gender_and_ethnicity_in_that_order(name, expected):
    assert labels.parse(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        "61_1_20170109142408075.jpg.chip.jpg",  # ethnicity missing
        "61__2_20170109142408075.jpg.chip.jpg",  # gender missing
        "24_0_1_20170116220224657 .jpg.chip.jpg",  # stray space
        "55_0_0_20170116232725357jpg.chip.jpg",  # missing point
        "_0_0_20170116232725357.jpg.chip.jpg",
        "30_2_0_20170116232725357.jpg.chip.jpg",  # no such gender
        "30_0_5_20170116232725357.jpg.chip.jpg",  # no such ethnicity
        "121_0_0_20170116232725357.jpg.chip.jpg",  # no such age
        "-3_0_0_20170116232725357.jpg.chip.jpg",
        "٣٠_0_0_20170116232725357.jpg.chip.jpg",  # digits, but not the ones meant
        "30_0_0_20170116232725357.jpg.chip.jpg\n",
        "portrait.jpg",
        "",
    ],
)
def test_a_broken_name_has_no_labels(name):
    assert labels.parse(name) is None


def test_every_index_has_a_word():
    for gender in range(len(GENDERS)):
        for ethnicity in range(len(ETHNICITIES)):
            assert labels.parse(f"30_{gender}_{ethnicity}_1.jpg") == (30, gender, ethnicity)
    assert labels.parse(f"30_{len(GENDERS)}_0_1.jpg") is None
    assert labels.parse(f"30_0_{len(ETHNICITIES)}_1.jpg") is None
