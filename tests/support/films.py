"""Builds of FFmpeg that lack what this machine's has."""

from __future__ import annotations

import av
import pytest


def without_encoders(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    """Let PyAV know nothing of some encoders, as where FFmpeg was built without them."""
    build = av.codec.Codec

    def known(name: str, mode: str = "r") -> av.codec.Codec:
        return build("no such encoder" if name in missing else name, mode)

    monkeypatch.setattr(av.codec, "Codec", known)
