"""What the process that serves sets for itself."""

from __future__ import annotations

import os
import sys

import pytest
import torch

from facevae.ui.components import machine


def test_one_computation_uses_one_thread_and_gradio_keeps_no_long_record(monkeypatch):
    monkeypatch.setattr(os, "environ", {"GRADIO_ANALYTICS_MAX_EVENTS": "7"})
    threads, switch = torch.get_num_threads(), sys.getswitchinterval()
    try:
        machine.settle()
        assert torch.get_num_threads() == 1
        assert sys.getswitchinterval() == pytest.approx(machine.SWITCH)
    finally:
        torch.set_num_threads(threads)
        sys.setswitchinterval(switch)
    assert os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] == "7"
    assert int(os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"]) > 10_000
