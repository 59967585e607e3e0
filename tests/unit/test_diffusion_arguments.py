import re
from dataclasses import replace

import pytest

from engines.diffusion.arguments import SCHEDULERS, merged, scheduler_called
from engines.diffusion.flux_kontext import FluxKontext
from engines.diffusion.instruct_pix2pix import InstructPix2Pix
from engines.diffusion.negative import cut
from engines.diffusion.sd_inpaint import SDInpaint
from errors import InvalidRequest
from nodes.korean import korean
from nodes.wording import say

CARD = SDInpaint.card


def of(**options):
    return merged(CARD, SDInpaint.defaults, options)


def test_the_turn_s_options_count_before_the_engine_s_own():
    own = of()
    assert own["guidance_scale"] == 7.5
    assert of(guidance_scale=3) == {**own, "guidance_scale": 3}
    assert of(guidance_scale=None) == own  # not said


def test_an_option_of_another_model_is_left_to_the_reply():
    assert "image_guidance_scale" not in of(image_guidance_scale=2.0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("guidance_scale", -1),
        ("guidance_scale", float("nan")),
        ("guidance_scale", "7"),
        ("guidance_scale", True),
        ("strength", 1.01),
        ("num_inference_steps", 0),
        ("num_inference_steps", 2.5),
        ("num_inference_steps", 201),
        ("negative_prompt", 3),
    ],
)
def test_an_option_that_is_off_is_refused_by_its_name(name, value):
    with pytest.raises(InvalidRequest, match=name) as refused:
        of(**{name: value})
    assert refused.value.hint


def test_instruct_pix2pix_needs_an_image_guidance_of_one_or_more():
    with pytest.raises(InvalidRequest, match="image_guidance_scale"):
        merged(InstructPix2Pix.card, InstructPix2Pix.defaults, {"image_guidance_scale": 0.5})


@pytest.mark.parametrize(("steps", "strength"), [(30, 0), (30, 0.0), (4, 0.2), (1, 0.99)])
def test_a_strength_that_would_run_no_step_is_refused_and_not_an_unchanged_photo(steps, strength):
    with pytest.raises(InvalidRequest, match="nothing would change"):
        of(num_inference_steps=steps, strength=strength)


def test_a_strength_that_runs_one_step_is_taken():
    assert of(num_inference_steps=5, strength=0.2)["strength"] == 0.2


def test_an_unknown_scheduler_is_answered_with_the_choices():
    with pytest.raises(InvalidRequest, match="DDIMM") as refused:
        of(scheduler="DDIMM")
    for name in SCHEDULERS:
        assert name in refused.value.hint


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ddim", "DDIM"),
        ("Euler a", "Euler a"),
        ("euler ancestral", "Euler a"),
        ("EulerAncestralDiscreteScheduler", "Euler a"),
        ("euler", "Euler"),
        ("dpmpp_2m", "DPM++ 2M"),
        ("DPM++ 2M Karras", "DPM++ 2M Karras"),
        ("dpm++ sde", "DPM++ SDE"),
        ("UniPCMultistepScheduler", "UniPC"),
    ],
)
def test_a_scheduler_is_known_by_the_names_people_give_it(said, meant):
    assert scheduler_called(said) is SCHEDULERS[meant]


def test_a_long_negative_prompt_loses_whole_words_and_says_which():
    def words(prompt):
        return len(prompt.split()) + 2  # with start and end

    kept, notes = cut("blurry, text, extra fingers", 5, words)
    assert kept == "blurry, text, extra"
    assert notes[0].values["parts"] == "fingers"
    for language in ("en", "ko"):
        assert "fingers" in say(language, notes[0].key, **notes[0].values)
    assert cut("blurry, text", 5, words) == ("blurry, text", ())


def test_a_negative_prompt_of_which_no_word_fits_is_left_out_whole():
    kept, notes = cut("incomprehensibilities", 5, len)
    assert kept == ""
    assert notes[0].values["parts"] == "incomprehensibilities"


@pytest.mark.parametrize("guidance", [0, 1, 1.0])
def test_a_negative_prompt_that_no_guidance_reads_is_refused(guidance):
    with pytest.raises(InvalidRequest, match="`negative_prompt` would not be read") as refused:
        of(guidance_scale=guidance, negative_prompt="blurry")
    assert refused.value.hint
    for sentence in (refused.value.message, refused.value.hint):
        assert re.search("[가-힣]", korean(sentence))
    assert of(guidance_scale=guidance)["guidance_scale"] == guidance
    assert of(guidance_scale=1.1, negative_prompt="blurry")["negative_prompt"] == "blurry"


def test_a_model_with_guidance_of_its_own_for_negative_words_reads_them():
    own = {"guidance_scale": 1.0, "true_cfg_scale": 4.0, "negative_prompt": "blurry"}
    assert merged(FluxKontext.card, FluxKontext.defaults, own)["negative_prompt"] == "blurry"


def test_an_engine_without_that_option_keeps_its_own():
    card = replace(CARD, options=frozenset())
    assert merged(card, SDInpaint.defaults, {"strength": 0.5})["strength"] == 1.0
