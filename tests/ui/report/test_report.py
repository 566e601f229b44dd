"""The report's component: what it brings to the page, and that nothing leads from it to the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from facevae.ui.components.scripts import bundle
from facevae.ui.report import report


@pytest.mark.parametrize(
    "way", ["fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "trigger(", "localStorage", "cookie"]
)
def test_nothing_of_a_report_leaves_the_page(way):
    assert way not in bundle(Path(report.__file__).with_suffix(".js"))


def test_it_brings_the_style_of_the_file_and_takes_nothing_from_clients():
    component = report.Report(elem_id="report")
    assert "@page" in component.props["style"]
    assert "url(" not in component.props["style"]
    assert component.preprocess({"title": "sent"}) is None
