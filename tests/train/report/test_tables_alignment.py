"""What is shown of finding and cutting out."""

from __future__ import annotations

import pytest

from facevae.align.search import SEARCHES
from train.report import tables_alignment, tables_face


@pytest.fixture
def figures(figure, scores):
    """Figures in which a second look halves the errors, and one band has no face that was found."""

    def finds(median, share=0.9):
        return {"found": figure(share, 0.05, n=300), "median": figure(median, 0.25), "p90": figure(2 * median, 0.5)}

    none = {"found": figure(0.0, n=9)}
    looks = {
        look: {
            "all": finds(median),
            "turn": {"0-15": finds(median), "15-30": finds(median, 1.0), "30-50": none},
            "scale": {"0.4-0.8": finds(median), "0.8-1.5": {}},
        }
        for look, median in (("again", 2.0), ("once", 4.0))
    }
    above = {"aligned": {"centre": scores(10.0, 0.4)}, "upright": {"aligned": scores(0.5, 0.01)}}
    whole = {name: scores(psnr, 0.8, n=270) for name, psnr in (("upright", 28), ("aligned", 26), ("centre", 20))}
    inside = {name: scores(psnr, 0.5, n=262) for name, psnr in (("upright", 28), ("aligned", 27), ("centre", 15))}
    for name, gains in above.items():
        inside[name]["above"] = gains
    return {
        "elsewhere": figure(0.01, 0.005),
        "looks": looks,
        "sides": figure(1.004, 0.002),
        "alike": figure(1.0),
        "reconstruction": {"whole": whole, "face": inside},
    }


def _shown(figures):
    return "\n\n".join(tables_alignment.render(figures))


def test_each_band_has_its_share_and_its_errors_at_both_looks(figures, row):
    text = _shown(figures)
    head = "Found | Looked at again upright, median | Looked at again upright, nine of ten below"
    assert row(text, "Alignment: corners off, in pixels at 128").startswith(head)
    errors = "2.00 (1.75 to 2.25) | 4.00 (3.50 to 4.50) | 4.00 (3.75 to 4.25) | 8.00 (7.50 to 8.50)"
    assert row(text, "All") == f"90.0 % | {errors}"
    assert row(text, "Turned by 15 to 30 degrees") == f"100.0 % | {errors}"
    assert row(text, "51 to 102 pixels wide") == f"90.0 % | {errors}"


def test_where_nothing_was_found_or_there_was_no_face_cells_are_empty(figures, row):
    text = _shown(figures)
    assert row(text, "Turned by 30 to 50 degrees") == "0.0 % |  |  |  | "
    assert row(text, "102 to 192 pixels wide") == " |  |  |  | "


def test_the_sentences_say_on_what_and_how_sure(figures):
    text = _shown(figures)
    assert "300 test faces, turned by up to 50 degrees, scaled to 51 to 384 pixels" in text
    assert "Found: 90.0 % (85.0 to 95.0); something else instead: 1.0 % (0.5 to 1.5)" in text
    assert f"first of {len(SEARCHES)} searches, which finds 90.0 % (85.0 to 95.0)" in text
    assert "Crops are wider than they should be by +0.4 % (+0.2 to +0.6), in the median" in text
    assert "100.0 % (100.0 to 100.0) of them give the photo bit by bit" in text


def test_reconstructions_are_compared_photo_by_photo(figures, row):
    text = _shown(figures)
    assert row(text, "The face as it was") == "28.0 / 0.800 | 28.0 / 0.500"
    assert row(text, "Found and aligned") == "26.0 / 0.800 | 27.0 / 0.500"
    assert row(text, "Centre of the photo") == "20.0 / 0.800 | 15.0 / 0.500"
    assert "found and aligned minus centre of the photo +10.00 (+9.80 to +10.20) dB" in text
    assert "the face as it was minus found and aligned +0.50 (+0.30 to +0.70) dB" in text
    assert "on the 270 photos whose face was found" in text
    assert "The centre of 8 photos has nothing of the face in it" in text


def test_without_a_face_found_there_is_no_word_of_crops(figures):
    for key in ("sides", "alike", "reconstruction"):
        del figures[key]
    text = _shown(figures)
    assert "Found: 90.0 %" in text
    assert not any(words in text for words in ("Crops are", "bit by bit", "Encoded"))


def test_times_of_finding_and_cutting_are_one():
    words = tables_alignment.speed({"vae-plain": 1.0, "find": 5.25, "find-nothing": 30.0, "cut": 1.5, "paste": 11.0})
    assert "find a face and cut it out 6.8, look for one where there is none 30.0, paste it back 11.0." in words


def test_a_flagships_page_has_both(figures, about):
    times = {"vae-plain": 1.0, "find": 5.0, "find-nothing": 30.0, "cut": 1.5, "paste": 11.0}
    entry = {"about": about("face"), "speed": {"vae-plain": 1.0, "decode": 0.4}}
    text = "\n\n".join(tables_face.render({"face": entry | {"alignment": figures, "alignment_speed": times}}))
    places = [text.index(words) for words in ("| Alignment", "Encoded and decoded", "decode 0.4", "12 megapixels")]
    assert places == sorted(places)
    assert "lignment" not in "\n\n".join(tables_face.render({"face": entry}))
