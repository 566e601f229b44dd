"""Photos arrive over a route of their own: whoever sends one gets an answer, and nothing lies on a disk."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from facevae import photos
from facevae.ui.photo.route import PATH, photo_route
from facevae.ui.photo.store import PhotoStore
from tests.support.photos import couple
from tests.support.pictures import saved

VISITORS = 6


@pytest.fixture
def photo_store() -> PhotoStore:
    return PhotoStore()


@pytest.fixture
def client(photo_store) -> TestClient:
    return TestClient(Starlette(routes=[Route(PATH, photo_route(photo_store), methods=["POST"])]))


def test_several_visitors_who_send_the_same_file_at_once_all_have_it(client, photo_store, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    file = saved(couple(), "PNG")
    with client, ThreadPoolExecutor(VISITORS) as visitors:
        answers = list(visitors.map(lambda _: client.post(PATH, content=file), range(VISITORS)))
    assert [answer.status_code for answer in answers] == VISITORS * [200]
    tokens = {answer.json()["token"] for answer in answers}
    assert len(tokens) == VISITORS
    assert {len(photo_store.get(token).faces) for token in tokens} == {2}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "a PDF document"),
        (b"Dear diary", "not a picture"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (saved(Image.new("RGB", (64, 64)), "JPEG")[:300], "damaged"),
    ],
)
def test_what_is_no_photo_is_answered_with_one_sentence(client, file, said):
    answer = client.post(PATH, content=file)
    assert list(answer.json()) == ["error"]
    assert said in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


def test_a_file_of_too_many_bytes_is_not_read_to_its_end(client, monkeypatch):
    monkeypatch.setattr(photos, "MAX_BYTES", 2**20)
    answer = client.post(PATH, content=iter([b"\xff" * 2**19] * 3))
    assert "more than 1 MB" in answer.json()["error"]


def test_neither_an_answer_nor_a_refusal_is_kept_anywhere(client):
    for file in (saved(couple(), "JPEG"), b"no photo"):
        assert client.post(PATH, content=file).headers["cache-control"] == "no-store"
