"""The GPU bench's models of real size, counted without their weights: they take 11 GB."""

import diffusers
import pytest
import torch

from bench import real_size


def millions(model):
    """The parameters of a model, 10^6 of them, to one place."""
    return round(sum(weights.numel() for weights in model.parameters()) / 1e6, 1)


@pytest.fixture(autouse=True)
def _weightless():
    with torch.device("meta"):
        yield


@pytest.mark.parametrize(
    ("sizes", "in_channels", "wanted"),
    [
        (real_size.UNET_SD, 4, 859.5),
        (real_size.UNET_SD, 8, 859.5),
        (real_size.UNET_SD, 9, 859.5),
        (real_size.UNET_SDXL, 4, 2567.5),
        (real_size.UNET_SDXL, 9, 2567.5),
    ],
    ids=["SD", "InstructPix2Pix", "SD inpainting", "SDXL", "SDXL inpainting"],
)
def test_a_unet_of_the_bench_has_as_many_parameters_as_the_published_one(
    sizes, in_channels, wanted
):
    unet = diffusers.UNet2DConditionModel(in_channels=in_channels, **sizes)
    assert millions(unet) == wanted
    assert unet.conv_in.in_channels == in_channels


def test_so_have_the_vae_and_the_text_encoders():
    assert millions(real_size._vae(0.18215)) == 83.7
    assert millions(real_size._clip(768, layers=12, heads=12)) == 123.1
    second = real_size._clip(1280, layers=32, heads=20, projected=True)
    assert millions(second) == 694.7
