"""What the process that serves sets for itself."""

from __future__ import annotations

import os

import torch

from facevae.ui.components import machine


def test_one_computation_uses_one_thread_and_gradio_keeps_no_long_record(monkeypatch):
    monkeypatch.setattr(os, "environ", {"GRADIO_ANALYTICS_MAX_EVENTS": "7"})
    before = torch.get_num_threads()
    try:
        machine.settle()
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)
    assert os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] == "7"
    assert int(os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"]) > 10_000
