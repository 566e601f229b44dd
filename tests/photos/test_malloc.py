from types import SimpleNamespace

import pytest

from facevae.photos import malloc


def test_the_c_library_is_asked_to_keep_nothing(monkeypatch):
    kept = []
    monkeypatch.setattr(malloc.ctypes, "CDLL", lambda name: SimpleNamespace(malloc_trim=kept.append))
    malloc.release_free_memory()
    assert kept == [0]


@pytest.mark.parametrize("error", [None, OSError, TypeError], ids=["no such function", "no library", "no names"])
def test_another_c_library_is_left_alone(monkeypatch, error):
    opened = []

    def open_library(name):
        opened.append(name)
        if error:
            raise error
        return SimpleNamespace()

    monkeypatch.setattr(malloc.ctypes, "CDLL", open_library)
    malloc.release_free_memory()
    assert opened == [None]
