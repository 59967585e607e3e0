import re

import pytest

from errors import InvalidRequest
from nodes.prompt_fit import Fitted, fitted
from tests.fakes_of_words import ClipInpainter

CLIP = ClipInpainter()
PHRASES = (
    "a small wooden house by a lake with a red boat",
    "warm evening light",
    "soft reflections on the water",
    "film grain",
)


def words(prompt):
    return len(prompt.split())


@pytest.fixture(scope="module")
def byte_pairs():
    """A real byte-pair tokenizer like CLIP's: lower case, end-of-word pieces, start and end."""
    tokenizers = pytest.importorskip(
        "tokenizers", reason="tokenizers comes with the torch extra, which is not installed"
    )
    made = tokenizers.Tokenizer(tokenizers.models.BPE(unk_token="?", end_of_word_suffix="</w>"))
    made.normalizer = tokenizers.normalizers.Lowercase()
    made.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=120,
        special_tokens=["?", "<start>", "<end>"],
        end_of_word_suffix="</w>",
        show_progress=False,
    )
    made.train_from_iterator(PHRASES * 3, trainer)
    ends = [(mark, made.token_to_id(mark)) for mark in ("<start>", "<end>")]
    made.post_processor = tokenizers.processors.TemplateProcessing(
        single="<start> $A <end>", special_tokens=ends
    )
    return lambda prompt: len(made.encode(prompt).ids)


def test_a_prompt_that_fits_or_has_no_limit_is_whole():
    whole = ", ".join(PHRASES)
    assert fitted(PHRASES, None, CLIP.tokens) == Fitted(whole)
    assert fitted(PHRASES, CLIP.tokens(whole), CLIP.tokens) == Fitted(whole)


def test_whole_phrases_go_first_the_last_one_before_the_others():
    assert fitted(PHRASES, 19, words) == Fitted(", ".join(PHRASES[:3]), PHRASES[3:])
    assert fitted(PHRASES, 18, words) == Fitted(", ".join(PHRASES[:2]), PHRASES[2:])


def test_the_first_phrase_is_cut_behind_a_word_when_it_is_alone():
    found = fitted(PHRASES, 5, words)
    assert found.prompt == "a small wooden house by"
    assert found.dropped == ("a lake with a red boat", *PHRASES[1:])


def test_start_and_end_count_as_the_engine_counts_them():
    exact = CLIP.tokens(PHRASES[0])
    assert fitted(PHRASES, exact, CLIP.tokens).prompt == PHRASES[0]
    assert fitted(PHRASES, exact - 1, CLIP.tokens).prompt == PHRASES[0].rpartition(" ")[0]


def test_quoted_text_is_never_cut_in_two():
    found = fitted(['a sign with "OPEN ALL DAY" above the door'], 6, words)
    assert found.prompt == 'a sign with "OPEN ALL DAY"'
    assert fitted(['a sign with "OPEN ALL DAY" above'], 5, words).prompt == "a sign with"


def test_scripts_without_spaces_are_cut_between_characters():
    assert fitted(["湖のほとりの小さな家"], 4, len) == Fitted("湖のほと", ("りの小さな家",))
    assert fitted(["작은 나무 집"], 4, len) == Fitted("작은", ("나무 집",))


def test_a_word_that_does_not_fit_is_an_error_and_no_empty_prompt():
    with pytest.raises(InvalidRequest, match="more than the 3 tokens"):
        fitted(["incomprehensibilities"], 3, CLIP.tokens)


def check_every_limit(count):
    whole, before = ", ".join(PHRASES), ""
    for limit in range(count(PHRASES[0].split()[0]), count(whole) + 1):
        found = fitted(PHRASES, limit, count)
        assert count(found.prompt) <= limit
        assert len(found.prompt) >= len(before)
        assert whole.startswith(found.prompt)
        assert re.match(r"\W|$", whole[len(found.prompt) :])  # not in the middle of a word
        kept = re.findall(r"\w+", " ".join((found.prompt, *found.dropped)))
        assert kept == re.findall(r"\w+", whole)
        before = found.prompt
    assert before == whole


def test_a_larger_limit_never_gives_a_shorter_prompt():
    check_every_limit(CLIP.tokens)


def test_a_real_byte_pair_tokenizer_is_obeyed_at_every_limit(byte_pairs):
    assert byte_pairs("") == 2
    check_every_limit(byte_pairs)
