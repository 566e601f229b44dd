"""What the Morph tab draws on the page."""

from __future__ import annotations

from facevae.ui.app import build_demo
from facevae.ui.tabs.morph.tab import TAB


def column_of_means(model):
    blocks = build_demo(model, [TAB]).blocks.blocks.values()
    return next(block for block in blocks if block.elem_id == "morph-groups")


def test_mean_faces_are_on_the_page_only_where_they_are_known(model):
    assert column_of_means(model).visible
    model.atlas = None
    assert not column_of_means(model).visible


def test_programs_are_offered_nothing_that_only_the_page_needs(model):
    api = build_demo(model, [TAB]).blocks.get_api_info()["named_endpoints"]
    assert not [name for name in api if "morph" in name or "film" in name]
    assert set(api) == {"/restore", "/denoise", "/inpaint", "/sample", "/describe"}
