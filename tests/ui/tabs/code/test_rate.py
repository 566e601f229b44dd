"""Numbers of a code switched off, and what they cost."""

from __future__ import annotations

import json
import re

import gradio as gr
import pytest
import torch

from facevae.latent import rate
from facevae.latent.exact_copy import exact_copy
from facevae.plots.heatmap import heatmap
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import current_face
from facevae.ui.tabs.code import rate as rate_tab
from facevae.ui.tabs.code.bit_bars import BitBars
from facevae.ui.tabs.code.rate import RateHandlers, RateScreen, waiting


@pytest.fixture
def screen() -> RateScreen:
    with gr.Blocks():
        return RateScreen(BitBars(elem_id="bars", count=4), gr.HTML(), gr.HTML())


@pytest.fixture
def on(model, screen) -> RateHandlers:
    return RateHandlers(model, screen)


def sources(html: str) -> list[str]:
    return re.findall(r'src="([^"]+)"', html)


def number(text: str, before: str) -> float:
    return float(re.search(rf"([\d,]+) {before}", text).group(1).replace(",", ""))


def test_with_everything_on_nothing_vanishes(on, screen, model, face):
    shown = on.show(face, [])
    pictures, words = shown[screen.pictures], shown[screen.words]
    photo, replace_crop, left, heat, *_ = sources(pictures)
    assert photo == data_uri(face.pixels)
    assert replace_crop == left == data_uri(model.decode(model.encode(face.pixels).mean))
    assert heat == data_uri(heatmap(torch.zeros(1, 1, 32, 32), 1.0))
    assert "All numbers kept" in pictures
    assert "Switched off" not in words


def test_what_is_left_is_the_code_without_those_numbers(on, screen, model, face):
    shown = on.show(face, [0, 2])
    pictures, words = shown[screen.pictures], shown[screen.words]
    _, replace_crop, left, *_ = sources(pictures)
    rated = rate.estimate_rate(model, face.pixels)
    assert left == data_uri(model.decode(rated.without([0, 2])))
    assert left != replace_crop
    assert "What is left: 2 numbers" in pictures
    assert number(words, "bits</strong> describe") == round(rated.total)
    assert number(words, r"bits\. Left") == round(float(rated.bits[[0, 2]].sum()))
    assert number(words, r"bits\.</p>") == round(rated.kept([0, 2]))


def test_without_any_number_all_faces_are_the_same(on, screen, make_faces):
    lefts = []
    for person in make_faces(2):
        pictures = on.show(current_face(person[None], "Ann"), [0, 1, 2, 3])[screen.pictures]
        lefts.append(sources(pictures)[2])
        assert "What is left: 0 numbers" in pictures
    assert lefts[0] == lefts[1]


def test_every_picture_says_how_close_it_is(on, screen, face):
    shown = on.show(face, [1])
    assert len(re.findall(r'fv-note">[^<]*PSNR [\d.]+ dB', shown[screen.pictures])) >= 2
    assert shown[screen.pictures].count("fv-classical") == 1


def test_the_jpeg_has_the_bits_that_are_left(on, screen, face, monkeypatch):
    monkeypatch.setattr(rate.RateEstimate, "kept", lambda rated, off: 1203.7)
    html = on.show(face, [])[screen.pictures]
    found = rate.jpeg_of_size(face.pixels, 1200)
    assert sources(html)[4] == data_uri(found.picture)
    assert f"{found.side} x {found.side} pixels, {found.bits:,} bits + headers" in html


def test_with_nothing_left_there_is_no_jpeg(on, screen, face):
    html = on.show(face, [0, 1, 2, 3])[screen.pictures]
    assert len(sources(html)) == 4
    assert "not enough for the smallest" in html


def test_the_share_of_an_exact_copy_is_that_of_the_library(on, screen, model, face):
    words, exact = on.show(face, [])[screen.words], exact_copy(model, face.pixels)
    assert f"the code is <strong>{100 * exact.code_share:.2f} %</strong>" in words
    assert number(words, r"bits</span></div>$") == pytest.approx(exact.correction_bits, abs=50)


def test_a_model_without_a_noise_level_tells_of_no_exact_copy(tiny_study, screen, face):
    assert "correction" not in RateHandlers(tiny_study, screen).show(face, [])[screen.words]


def test_a_new_face_has_its_costliest_numbers_on_and_its_own_bars(on, screen, model, face, monkeypatch):
    monkeypatch.setattr(rate_tab, "KEPT_AT_FIRST", 1)
    shown = on.show_face(face)
    bars, rated = shown[screen.bars], rate.estimate_rate(model, face.pixels)
    assert bars["value"] == sorted(rated.order[1:])
    assert bars["bits"] == pytest.approx(rated.bits.tolist(), abs=1e-3)
    assert bars["order"] == rated.order
    assert "What is left: 1 number<" in shown[screen.pictures]
    json.dumps(bars["bits"])


def test_what_is_left_can_be_seen_in_the_photo(on, model, face):
    rated = rate.estimate_rate(model, face.pixels)
    assert torch.equal(on.in_the_photo(face, [1, 2]).after.pixels, model.decode(rated.without([1, 2])))


def test_what_waits_has_the_boxes_of_what_comes(on, screen, face):
    comes = on.show(face, [])[screen.pictures]
    assert "<img" not in waiting()
    assert waiting().count("<figure") == comes.count("<figure") == 5
    assert "code-heat" in waiting()
