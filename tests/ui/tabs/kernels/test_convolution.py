"""The convolution of the browser computes what torch's does, and the mean filter of the library."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import playwright
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.restore import classical
from facevae.ui.tabs import kernels

NODE = Path(playwright.__file__).parent / "driver" / "node"
LAYERS = (Path(kernels.__file__).parent / "layers.js").as_uri()
RUN = f"""
import {{ runLayer }} from "{LAYERS}";
const cases = JSON.parse(await new Response(process.stdin).text());
const done = cases.map(({{ before, layer, isRectified }}) => runLayer(before, layer, isRectified).after);
console.log(JSON.stringify(done.map(({{ side, values, over }}) => ({{ side, over, values: [...values] }}))));
"""

Layer = dict[str, Any]


def _run(picture: Tensor, layers: list[Layer], is_rectified: bool = False) -> list[Tensor]:
    """Lay each of the layers over a square picture of whole numbers, in node; returns whole numbers over `over`."""
    before = {"side": picture.shape[-1], "values": picture.flatten().tolist(), "over": 1, "isSigned": False}
    cases = [{"before": before, "layer": layer, "isRectified": is_rectified} for layer in layers]
    program = [str(NODE), "--input-type=module", "-e", RUN]
    done = subprocess.run(program, input=json.dumps(cases), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    return [torch.tensor(a["values"], dtype=torch.float64).view(a["side"], a["side"]) / a["over"] for a in answers]


def _layer(weights: Tensor, over: int = 1, padding: int = 0, stride: int = 1, pooling: str = "") -> Layer:
    size = weights.shape[-1]
    numbers = {"size": size, "weights": weights.flatten().tolist(), "over": over}
    return numbers | {"padding": padding, "stride": stride, "pooling": pooling}


@pytest.fixture
def picture() -> Tensor:
    return torch.randint(0, 256, (19, 19), generator=torch.Generator().manual_seed(1))


@pytest.fixture
def layers() -> list[Layer]:
    """Random kernels with every size, padding, stride and pooling."""
    generator = torch.Generator().manual_seed(2)
    return [
        _layer(torch.randint(-99, 100, (size, size), generator=generator), over, padding, stride, pooling)
        for size, over in ((3, 9), (5, 256))
        for padding in (0, 1, 2)
        for stride in (1, 2, 3)
        for pooling in ("", "max", "mean")
    ]


@pytest.mark.parametrize("is_rectified", [False, True])
def test_it_computes_what_torch_computes(picture, layers, is_rectified):
    pools = {"": lambda sums, _: sums, "max": F.max_pool2d, "mean": F.avg_pool2d}
    for layer, found in zip(layers, _run(picture, layers, is_rectified), strict=True):
        weights = torch.tensor(layer["weights"], dtype=torch.float64).view(1, 1, layer["size"], layer["size"])
        weights = weights / layer["over"]
        sums = F.conv2d(picture[None, None].double(), weights, stride=layer["stride"], padding=layer["padding"])
        expected = pools[layer["pooling"]](sums.relu() if is_rectified else sums, 2)[0, 0]
        assert found.shape == expected.shape
        torch.testing.assert_close(found, expected, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("window", [3, 5])
def test_the_box_blur_is_the_mean_filter_of_the_library_away_from_the_rim(picture, window):
    (found,) = _run(picture, [_layer(torch.ones(window, window, dtype=torch.int64), window**2)])
    noisy = (picture.float() / 255).expand(1, 3, -1, -1)
    rim = window // 2
    expected = classical.mean(noisy, window)[0, 0, rim:-rim, rim:-rim].double()
    torch.testing.assert_close(found / 255, expected, rtol=0, atol=1e-6)
