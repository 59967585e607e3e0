"""The GPU bench's script, rehearsed on tiny models."""

import pytest
import torch

from bench import gpu


@pytest.fixture(autouse=True)
def _no_gpu():
    if torch.cuda.is_available():
        pytest.skip("there is a GPU: run the bench itself")


def test_a_rehearsal_prints_and_keeps_a_table_with_a_figure_in_each_column(tmp_path, capsys):
    gpu.main(["instruct-pix2pix", "--rehearse", "--out", str(tmp_path / "table.md")])
    printed = capsys.readouterr().out
    assert (tmp_path / "table.md").read_text() == printed
    head, _, row = printed.splitlines()[-3:]
    cells = dict(zip(head.strip("|").split("|"), row.strip("|").split("|"), strict=True))
    cells = {name.strip(): cell.strip() for name, cell in cells.items()}
    assert cells.pop("model") == "instruct-pix2pix"
    assert cells.pop("px") == "64"
    assert cells.pop("memory") == "–"  # a CPU's is not measured
    assert cells.pop("from the CPU") == "0.0"
    assert 0 < float(cells.pop("VAE share").rstrip("%")) < 100
    assert len(cells) == 4
    assert all(float(step_s) > 0 for step_s in cells.values())
    assert "say nothing" in printed


def test_without_a_gpu_nothing_is_measured_and_no_figure_is_made_up(capsys):
    with pytest.raises(SystemExit, match="no CUDA device"):
        gpu.main(["sd"])
    assert capsys.readouterr().out == ""


def test_a_model_that_is_not_measured_is_named_with_the_choices(capsys):
    with pytest.raises(SystemExit):
        gpu.main(["dalle", "--rehearse"])
    assert "dalle: choose of sd, sdxl, instruct-pix2pix" in capsys.readouterr().err
