from facevae.photos import malloc


def test_memory_is_given_back_or_nothing_happens(monkeypatch):
    malloc.release_free_memory()
    monkeypatch.setattr(malloc.ctypes, "CDLL", lambda name: object())
    malloc.release_free_memory()
