"""The endpoints as programs call them: files sent and fetched, and a refusal that is one sentence."""

from __future__ import annotations

import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image

from tests.support.photos import PORTRAIT


@pytest.fixture(scope="module")
def client(address) -> Client:
    return Client(address, verbose=False)


def test_a_photo_is_sent_and_fetched_in_its_size(client):
    made = client.predict(photo=handle_file(PORTRAIT), sigma=25, api_name="/denoise")
    assert Image.open(made).size == Image.open(PORTRAIT).size


def test_a_description_is_a_dict(client):
    told = client.predict(photo=handle_file(PORTRAIT), api_name="/describe")
    assert (told["width"], told["height"]) == Image.open(PORTRAIT).size
    assert not any("age" in face for face in told["faces"])


def test_a_refusal_is_one_sentence(client):
    with pytest.raises(AppError, match="seed must be a number from 0 to 9999"):
        client.predict(seed=-1, api_name="/sample")


def test_programs_are_offered_seven_endpoints(client):
    offered = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert sorted(offered) == ["/decode_sliders", "/denoise", "/describe", "/edit", "/inpaint", "/restore", "/sample"]
