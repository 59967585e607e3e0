import shutil
from importlib.util import find_spec

import numpy as np
import pytest
from skimage import data

from checkpoints.images import ImageStore
from checkpoints.index import Vectors, cosine_distance, picture_ref, ref_parts
from engines.embeddings import ClipVectors, WordVectors, embeddings_of, lack_of_embeddings
from engines.weights import PACKAGES
from errors import EngineUnavailable, InvalidRequest
from house import vectors_of
from settings import Settings
from tests.conftest import encoded
from tests.model_server import DIMS, vector


def settings(embeddings: str | None, **more) -> Settings:
    return Settings(_env_file=None, embeddings=embeddings, **more)


@pytest.mark.parametrize("name", ["openai:small", "ollama:small"])
def test_both_servers_give_one_vector_per_text_over_http(models, name):
    made = WordVectors(name, 5.0).embed(["a red door", "a cup"])
    assert made == [pytest.approx(vector("a red door")), pytest.approx(vector("a cup"))]
    (sent,) = models.requests
    assert sent.body["model"] == "small"
    assert sent.body["input"] == ["a red door", "a cup"]  # words, not token numbers


@pytest.mark.parametrize("name", ["openai:small", "ollama:small"])
def test_a_server_that_is_away_is_unavailable(monkeypatch, name):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:1")
    with pytest.raises(EngineUnavailable, match="did not answer"):
        WordVectors(name, 5.0).embed(["a red door"])


def test_the_setting_names_a_provider_that_is_installed_or_says_what_is_lacking():
    assert lack_of_embeddings(settings(None)) is None
    assert lack_of_embeddings(settings("openai:small")) is None
    for wrong in ("word2vec", "openai:", "bedrock:titan", ""):
        with pytest.raises(InvalidRequest) as refused:
            lack_of_embeddings(settings(wrong))
        assert "clip:FOLDER" in refused.value.hint


def test_nothing_is_opened_before_it_is_needed(tmp_path):
    assert embeddings_of(settings(None), lambda _: None) is None
    words = embeddings_of(settings("openai:small"), lambda _: None)
    assert isinstance(words, WordVectors)
    clip = embeddings_of(settings(f"clip:{tmp_path}"), lambda _: None)
    assert isinstance(clip, ClipVectors)
    assert (words.sees, clip.sees, clip.name) == (False, True, f"clip:{tmp_path}")


def test_a_vector_is_made_once_and_its_length_is_learned(models, store):
    vectors = vectors_of(settings("openai:small"), store)
    assert vectors is not None
    vectors.prepare("a cup")
    assert vectors.embed_query("a cup") == vectors.embed_documents(["a cup", "a cup"])[1]
    assert len(vectors.embed_query("a cup")) == DIMS
    assert len(models.requests) == 1
    wrong = vectors_of(settings("openai:small", embeddings_dims=DIMS + 1), store)
    assert wrong is not None
    with pytest.raises(EngineUnavailable, match=f"of {DIMS} numbers, not of {DIMS + 1}"):
        wrong.prepare("a cup")


def test_old_vectors_are_forgotten_so_that_memory_is_bounded():
    class Counting:
        name, sees, calls = "test:count", False, 0

        def embed(self, texts):
            Counting.calls += len(texts)
            return [[1.0, 2.0] for _ in texts]

    vectors = Vectors(Counting())
    for n in range(300):
        vectors.prepare(str(n))
    vectors.prepare("299")
    assert Counting.calls == 300
    vectors.prepare("0")
    assert Counting.calls == 301


@pytest.mark.parametrize("owner", ["al", "a:b", "", "image:x"])
def test_a_picture_is_named_by_a_text_and_words_are_not(owner):
    image_id = "0123456789abcdef" * 2
    assert ref_parts(picture_ref(owner, image_id)) == (owner, image_id)
    for words in ("image of a door: red", "image:short:al", "a red door", ""):
        assert ref_parts(words) is None


def test_the_distance_is_one_minus_the_cosine():
    one, other = np.array([3, 4, 0], "<f4"), np.array([4, 3, 0], "<f4")
    assert cosine_distance(one.tobytes(), other.tobytes()) == pytest.approx(1 - 24 / 25)
    assert cosine_distance(one.tobytes(), (2 * one).tobytes()) == pytest.approx(0)
    assert cosine_distance(one.tobytes(), (0 * one).tobytes()) == 1.0
    with pytest.raises(ValueError, match="size"):
        cosine_distance(one.tobytes(), other[:2].tobytes())


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """A CLIP of a few thousand weights, random: real files, real code, no meaning."""
    pytest.importorskip("torch")
    hub = pytest.importorskip("transformers")
    letters = [chr(code) for code in range(33, 127)]
    marks = ["<|startoftext|>", "<|endoftext|>"]
    tokens = [*letters, *(letter + "</w>" for letter in letters), *marks]
    vocabulary = {token: n for n, token in enumerate(tokens)}
    small = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1,
        "num_attention_heads": 2, "projection_dim": 8,
    }  # fmt: skip
    start, end = (vocabulary[mark] for mark in marks)
    words = {"bos_token_id": start, "eos_token_id": end, "pad_token_id": end}
    config = hub.CLIPConfig(
        projection_dim=8,
        text_config={**small, **words, "vocab_size": len(tokens)},
        vision_config={**small, "image_size": 32, "patch_size": 8},
    )
    folder = tmp_path_factory.mktemp("clip")
    hub.set_seed(7)
    hub.CLIPModel(config).save_pretrained(folder)
    sides = {"size": {"shortest_edge": 32}, "crop_size": {"height": 32, "width": 32}}
    reader = hub.CLIPImageProcessor(**sides)
    hub.CLIPProcessor(reader, hub.CLIPTokenizer(vocab=vocabulary, merges=[])).save_pretrained(
        folder
    )
    return folder


def test_clip_puts_words_and_pixels_into_one_space(clip, tmp_path):
    store = ImageStore(tmp_path)
    coffee = store.of("a:b").put(encoded(data.coffee())).image_id
    rocket = store.of("a:b").put(encoded(data.rocket())).image_id
    vectors = vectors_of(settings(f"clip:{clip}"), store)
    assert vectors is not None
    assert vectors.sees
    texts = [picture_ref("a:b", coffee), picture_ref("a:b", rocket), "a red door", "door " * 100]
    made = np.array(vectors.embed_documents(texts))
    assert made.shape == (4, 8)
    assert len({tuple(row) for row in made.round(4).tolist()}) == 4
    again = vectors_of(settings(f"clip:{clip}"), store)
    assert again is not None
    assert np.allclose(again.embed_documents(texts), made, atol=1e-5)


def test_clip_without_its_files_is_unavailable(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    with pytest.raises(EngineUnavailable) as failed:
        ClipVectors(str(tmp_path / "nowhere"), lambda _: None, settings(None)).embed(["a cup"])
    assert str(tmp_path / "nowhere") in failed.value.message


def test_a_clip_that_is_no_clip_is_unavailable_and_the_hint_gets_it_again(clip, tmp_path):
    broken = shutil.copytree(clip, tmp_path / "broken")
    (broken / "config.json").write_text("no model")
    with pytest.raises(EngineUnavailable, match="cannot be opened") as failed:
        ClipVectors(str(broken), lambda _: None, settings(None)).embed(["a cup"])
    assert f".venv/bin/python -m engines pull clip:{broken}" in failed.value.hint


def test_clip_is_found_by_its_hub_s_id_in_the_weights_folder(clip, tmp_path):
    named = settings("clip:own/clip", weights=tmp_path)
    lack = lack_of_embeddings(named)
    assert lack is not None
    assert lack.command == ".venv/bin/python -m engines pull clip:own/clip"
    shutil.copytree(clip, tmp_path / "models--own--clip/snapshots/aaa")
    assert lack_of_embeddings(named) is None
    vectors = embeddings_of(named, lambda _: None)
    assert isinstance(vectors, ClipVectors)
    assert len(vectors.embed(["a cup"])[0]) == 8


def test_clip_without_torch_lacks_the_extra_and_with_it_the_weights(tmp_path):
    lack = lack_of_embeddings(settings("clip:own/clip", weights=tmp_path))
    assert lack is not None
    installed = all(find_spec(package) for package in PACKAGES["torch"])
    pull = ".venv/bin/python -m engines pull clip:own/clip"
    assert lack.command == (pull if installed else "make install EXTRAS=torch")
