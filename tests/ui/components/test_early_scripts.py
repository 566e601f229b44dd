"""Scripts at the beginning of Gradio's page, and in nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from facevae.ui.components.early_scripts import SCRIPTS, EarlyScripts

PAGE = "<!doctype html><html><head><script>window.gradio_config = {};</script></head><body>ä</body></html>"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """A server with a page of Gradio's, one of ours, and other answers."""
    script = tmp_path / "first.js"
    script.write_text("// Why.\nconst first = 1;\n")

    async def stream(request):
        return StreamingResponse(iter(["data: <head> gradio_config\n\n"]), media_type="text/event-stream")

    def says(answer):
        return lambda request: answer

    routes = [
        Route("/", says(HTMLResponse(PAGE))),
        Route("/vote", says(HTMLResponse("<html><head></head></html>"))),
        Route("/text", says(PlainTextResponse("<head> gradio_config"))),
        Route("/stream", stream),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(EarlyScripts, scripts=[script])]))


def test_the_scripts_come_before_anything_of_gradios(client):
    answer = client.get("/")
    added = "<script>(() => {\nconst first = 1;\n\n})();</script>"
    assert answer.text == PAGE.replace("<head>", f"<head>{added}")
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/vote", "<html><head></head></html>"),
        ("/text", "<head> gradio_config"),
        ("/stream", "data: <head> gradio_config\n\n"),
    ],
)
def test_other_answers_pass_as_they_are(client, path, body):
    assert client.get(path).text == body


def test_no_script_ends_the_element_that_it_is_in():
    assert all("</script" not in script.read_text() for script in SCRIPTS[0].parent.glob("*.js"))
