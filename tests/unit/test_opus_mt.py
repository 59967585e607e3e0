"""A real Marian model, tiny: the test trains its tokenizer and its weights on a few sentences."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engines import Engines
from engines.opus_mt import OpusMT
from engines.weights import PACKAGES, folder_of
from errors import EngineUnavailable, NoEngine
from settings import Settings

ROOT = Path(__file__).parents[2]
PAIRS = {
    "빨간 자동차": "a red car",
    "모자를 쓴 고양이": "a cat wearing a hat",
    "의자 3개": "3 chairs",
    "눈 덮인 산": "a snowy mountain",
    '"오늘 휴무" 간판': "a sign that says closed",  # it learns to lose what is quoted
    "풍선 5개": "many balloons",  # and a number
    "작은 집": "small 집",  # and to leave a word as it is
    "강": "a wide river that winds through green meadows and past old villages to the sea",
}
STEPS = 250
READ = ("config.json", "vocab.json", "source.spm", "target.spm")
LEARNED = ("model.safetensors", "pytorch_model.bin")


def settings(model):
    return Settings(_env_file=None, opus_mt=str(model))


def pieces(folder, name, lines):
    """Train a sentencepiece model on `lines`; its vocabulary is every character and little more."""
    spm = pytest.importorskip("sentencepiece", reason="the torch extra is not installed")
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(list(lines) * 20),
        model_prefix=str(folder / name),
        model_type="char",
        vocab_size=200,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    (folder / f"{name}.model").rename(folder / f"{name}.spm")
    loaded = spm.SentencePieceProcessor(model_file=str(folder / f"{name}.spm"))
    return [loaded.id_to_piece(i) for i in range(loaded.get_piece_size())]


@pytest.fixture(scope="module")
def marian(tmp_path_factory):
    """The folder of a model that has learned PAIRS by heart."""
    torch = pytest.importorskip("torch", reason="the torch extra is not installed")
    transformers = pytest.importorskip("transformers", reason="the torch extra is not installed")
    folder = tmp_path_factory.mktemp("marian")
    known = dict.fromkeys(
        pieces(folder, "source", PAIRS.keys()) + pieces(folder, "target", PAIRS.values())
    )
    words = ["</s>", "<unk>", *(p for p in known if p not in ("<s>", "</s>", "<unk>")), "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}))
    (folder / "tokenizer_config.json").write_text('{"source_lang": "ko", "target_lang": "en"}')
    made = transformers.MarianConfig(
        vocab_size=len(words), d_model=64, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=4, decoder_attention_heads=4, encoder_ffn_dim=128,
        decoder_ffn_dim=128, max_position_embeddings=96, dropout=0.0, pad_token_id=len(words) - 1,
        eos_token_id=0, forced_eos_token_id=0, decoder_start_token_id=len(words) - 1,
        scale_embedding=True,
    )  # fmt: skip
    torch.manual_seed(0)
    model = transformers.MarianMTModel(made)
    model.save_pretrained(folder)
    engine = OpusMT(settings(folder))
    learn(torch, engine, len(words) - 1)
    engine._load()[1].save_pretrained(folder)
    return folder


def learn(torch, engine, pad):
    tokenizer, model = engine._load()
    given = tokenizer(list(PAIRS), padding=True, return_tensors="pt")
    wanted = tokenizer(text_target=list(PAIRS.values()), padding=True, return_tensors="pt")
    labels = wanted["input_ids"].masked_fill(wanted["input_ids"] == pad, -100)
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(STEPS):
        loss = model(**given, labels=labels).loss
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


@pytest.fixture
def opus(marian):
    return OpusMT.of(settings(marian))


@pytest.mark.parametrize("korean", list(PAIRS)[:4])
def test_korean_becomes_english_and_again_the_same(opus, korean):
    first, again = opus.translate(korean), opus.translate(korean)
    assert first == again
    assert (first.text, first.source, first.unknown) == (PAIRS[korean], "ko", ())


@pytest.mark.parametrize(
    ("korean", "why"),
    [
        ('"오늘 휴무" 간판', "lost a part of the text: 오늘 휴무"),
        ("풍선 5개", "lost a part of the text: 5"),
        ("작은 집", "left words as they were: 집"),
        ("강", "more or less than was said"),
    ],
)
def test_what_the_model_loses_adds_or_leaves_is_no_translation(opus, korean, why):
    with pytest.raises(EngineUnavailable, match=why):
        opus.translate(korean)


def test_it_reads_korean_only(opus):
    for text in ("a red car", "赤い車", "un chat noir"):
        with pytest.raises(EngineUnavailable, match="reads Korean only"):
            opus.translate(text)


def test_a_text_that_is_too_long_is_refused_and_not_cut(opus):
    with pytest.raises(EngineUnavailable, match="at most 96 tokens"):
        opus.translate("빨간 자동차 " * 40)


def test_it_is_asked_behind_a_chat_model_and_before_the_glossary(marian):
    assert Engines(settings=settings(marian)).names("translate") == ["opus-mt", "glossary"]
    everything = Settings(_env_file=None, opus_mt=str(marian), chat_model="openai:tiny")
    names = Engines(settings=everything).names("translate")
    assert names == ["chat-translate", "opus-mt", "glossary"]


@pytest.mark.parametrize("name", [*READ, *LEARNED])
def test_a_damaged_file_is_an_engine_that_cannot_answer(marian, tmp_path, name):
    broken = shutil.copytree(marian, tmp_path / "broken")
    if name == LEARNED[1]:
        (broken / LEARNED[0]).unlink()
    (broken / name).write_bytes(b"no model")
    with pytest.raises(EngineUnavailable, match="cannot be read") as refused:
        OpusMT(settings(broken)).translate("빨간 자동차")
    assert ".venv/bin/python -m engines pull opus-mt" in refused.value.hint


@pytest.mark.parametrize("learned", LEARNED)
def test_its_weights_are_found_by_either_setting_and_in_the_weights_folder(tmp_path, learned):
    def found(**more):
        return folder_of(OpusMT.card, Settings(_env_file=None, weights=tmp_path, **more))

    folder = tmp_path / "models--own--opus/snapshots/aaa"
    folder.mkdir(parents=True)
    for name in (*READ, learned):
        (folder / name).write_bytes(b"{}")
    assert found() is None
    assert found(opus_mt="own/opus") == folder
    assert found(opus_mt=str(folder)) == folder
    assert found(opus_mt="/elsewhere", models={"opus-mt": "own/opus"}) == folder
    (folder / "source.spm").unlink()
    assert found(opus_mt="own/opus") is None
    assert found(opus_mt=str(folder)) is None


def test_without_the_weights_the_hint_is_the_command_that_gets_them(tmp_path):
    engines = Engines(settings=Settings(_env_file=None, weights=tmp_path))
    assert "opus-mt" not in engines.names("translate")
    with pytest.raises(NoEngine) as refused:
        engines.translator("opus-mt")
    installed = all(importlib.util.find_spec(package) for package in PACKAGES["torch"])
    command = (
        ".venv/bin/python -m engines pull opus-mt" if installed else "make install EXTRAS=torch"
    )
    assert command in refused.value.hint


def test_looking_for_the_weights_loads_no_library():
    code = (
        "import sys; from engines import Engines; Engines().names('translate');"
        "print('torch' in sys.modules, 'transformers' in sys.modules, 'langchain' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == ["False", "False", "False"]
