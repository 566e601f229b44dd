"""The bars of a code: what the page may send."""

from __future__ import annotations

import gradio as gr
import pytest

from facevae.ui.tabs.code.bit_bars import BitBars


@pytest.fixture
def bars() -> BitBars:
    with gr.Blocks():
        return BitBars(elem_id="bars", count=4)


@pytest.mark.parametrize(("value", "expected"), [(None, []), ([], []), ([3, 1, 3], [1, 3])])
def test_what_is_off_is_read(bars, value, expected):
    assert bars.preprocess(value) == expected


@pytest.mark.parametrize("value", ["1", 1, {"0": 1}, [4], [-1], [1.0], [True], ["1"], [None], [[1]]])
def test_what_is_no_list_of_numbers_is_one_sentence(bars, value):
    with pytest.raises(gr.Error, match="whole numbers from 0 to 3"):
        bars.preprocess(value)
