import asyncio
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from langgraph.store.base import GetOp, PutOp
from langgraph.store.memory import InMemoryStore

from checkpoints.catalogue import Catalogue, PictureRow, VersionRow
from checkpoints.index import Vectors, open_store, picture_ref, ref_parts
from errors import EngineUnavailable
from nodes.search import Wish, in_catalogue, in_versions, scored
from tests.conftest import encoded
from tests.model_server import vector

ROOT = Path(__file__).parents[2]


class WordVectors:
    """A vector per word, as a model would give; `away` is a model that does not answer."""

    sees = False

    def __init__(self, name: str = "test:words", length: int = 16) -> None:
        self.name, self.length, self.away, self.calls = name, length, False, 0

    def embed(self, texts):
        self.calls += 1
        if self.away:
            raise EngineUnavailable("`test` did not answer: it is away", hint="try again")
        return [(vector(text) * 4)[: self.length] for text in texts]


def row(name: str, caption: str = "", *keywords: str) -> PictureRow:
    image_id = hashlib.sha256(name.encode()).hexdigest()[:32]
    return PictureRow(
        image_id=image_id, name=name, path=f"/{name}", caption=caption, keywords=list(keywords),
        added_at="2026-01-01T00:00:00.000+00:00",
    )  # fmt: skip


DOOR = row("door.jpg", "a house with a red door", "calm")
CUP = row("cup.jpg", "a cup of coffee on a table", "warm")
SEA = row("sea/바다 사진.jpg", "waves on a beach")


@asynccontextmanager
async def catalogue(folder: Path, embedder=None, owner: str = "local", dims=None):
    vectors = Vectors(embedder, dims) if embedder else None
    async with open_store(folder / "threads.sqlite", vectors) as store:
        yield Catalogue(store, owner)


def filled(shelf: Catalogue) -> None:
    for one in (DOOR, CUP, SEA):
        shelf.keep(one)
        shelf.index("catalogue", one["image_id"], one["caption"])


def names(searched) -> list[str]:
    return [picture["name"] for picture in searched.pictures]


def stored_vectors(folder: Path) -> int:
    with sqlite3.connect(folder / "threads.sqlite") as database:
        count = database.execute("SELECT COUNT(*) FROM store_vectors").fetchone()[0]
    database.close()
    return count


off_loop = asyncio.to_thread


async def test_without_embeddings_words_are_compared_in_both_languages(tmp_path):
    async with catalogue(tmp_path) as shelf:
        await off_loop(filled, shelf)
        for words, expected in (
            (("red door",), ["door.jpg"]),
            (("빨간 문", "red door"), ["door.jpg"]),
            (("coffee cups",), ["cup.jpg"]),
            (("바다",), ["sea/바다 사진.jpg"]),
            (("sea",), ["sea/바다 사진.jpg"]),
            (("submarine",), []),
        ):
            found = await off_loop(in_catalogue, shelf, Wish(words))
            assert (names(found), found.of) == (expected, 3), words
            assert all(0 < picture["score"] <= 1 for picture in found.pictures)


async def test_with_embeddings_the_nearest_comes_first_with_its_cosine(tmp_path):
    async with catalogue(tmp_path, WordVectors()) as shelf:
        await off_loop(filled, shelf)
        wish = Wish(("a cup of coffee",), "a cup of coffee on a table")
        found = await off_loop(in_catalogue, shelf, wish)
        assert names(found)[0] == "cup.jpg"
        assert found.pictures[0]["score"] == pytest.approx(1.0, abs=1e-3)
        one, other = np.array(vector(wish.near or "")), np.array(vector(DOOR["caption"]))
        cosine = one @ other / (np.linalg.norm(one) * np.linalg.norm(other))
        scores = {p["name"]: p["score"] for p in found.pictures}
        assert scores.get("door.jpg", cosine) == pytest.approx(cosine, abs=1e-3)


async def test_what_is_meant_is_not_found_itself(tmp_path):
    async with catalogue(tmp_path, WordVectors()) as shelf:
        await off_loop(filled, shelf)
        but = frozenset({CUP["image_id"]})
        found = await off_loop(in_catalogue, shelf, Wish((), "a cup of coffee", but))
        assert "cup.jpg" not in names(found)
        assert found.of == 2


async def test_two_owners_never_see_each_others_pictures(tmp_path):
    async with catalogue(tmp_path, WordVectors(), "al") as shelf:
        await off_loop(filled, shelf)
        for owner in ("alice", "AL", "a", "al.list", "a_"):
            foreign = Catalogue(shelf.store, owner)
            assert await off_loop(foreign.rows) == []
            assert await off_loop(foreign.nearest, "catalogue", "a red door", 5) == []
            await off_loop(foreign.forget, [DOOR["image_id"]])
        assert len(await off_loop(shelf.rows)) == 3
        assert len(await off_loop(shelf.indexed, "catalogue")) == 3


async def test_forgetting_an_image_leaves_no_row_and_no_vector(tmp_path):
    for embedder in (WordVectors("test:one"), WordVectors("test:two", 24)):
        async with catalogue(tmp_path, embedder) as shelf:
            await off_loop(filled, shelf)
    assert stored_vectors(tmp_path) == 6
    async with catalogue(tmp_path) as shelf:  # a server without embeddings forgets them too
        await off_loop(shelf.forget, [row["image_id"] for row in (DOOR, CUP)])
        assert [one["name"] for one in await off_loop(shelf.rows)] == [SEA["name"]]
    assert stored_vectors(tmp_path) == 2
    content = (tmp_path / "threads.sqlite").read_bytes()
    with sqlite3.connect(tmp_path / "threads.sqlite") as database:
        keys = database.execute("SELECT key FROM store UNION SELECT key FROM store_vectors")
        assert {key for (key,) in keys} == {SEA["image_id"]}
    database.close()
    assert SEA["image_id"].encode() in content


async def test_a_vector_made_anew_replaces_the_old_one(tmp_path):
    async with catalogue(tmp_path, WordVectors()) as shelf:
        await off_loop(filled, shelf)
        await off_loop(shelf.index, "catalogue", CUP["image_id"], "a red door")
        assert (await off_loop(shelf.nearest, "catalogue", "a red door", 1))[0][0] == CUP[
            "image_id"
        ]
    assert stored_vectors(tmp_path) == 3


async def test_another_model_finds_the_rows_and_none_of_the_vectors(tmp_path):
    async with catalogue(tmp_path, WordVectors("test:one")) as shelf:
        await off_loop(filled, shelf)
    async with catalogue(tmp_path, WordVectors("test:two", 24)) as shelf:
        assert await off_loop(shelf.indexed, "catalogue") == {}
        found = await off_loop(in_catalogue, shelf, Wish(("red door",), "red door"))
        assert names(found) == ["door.jpg"]  # by its words
        await off_loop(shelf.index, "catalogue", CUP["image_id"], CUP["caption"])
        found = await off_loop(in_catalogue, shelf, Wish(("coffee",), "a cup of coffee"))
        assert (names(found), found.unindexed) == (["cup.jpg"], 2)


async def test_a_model_that_is_away_fails_neither_rows_nor_other_writers(tmp_path):
    embedder = WordVectors()
    async with catalogue(tmp_path, embedder) as shelf:
        embedder.away = True
        with pytest.raises(EngineUnavailable):
            await off_loop(shelf.index, "catalogue", CUP["image_id"], "a cup")
        await off_loop(shelf.keep, CUP)
        assert await off_loop(shelf.rows) == [CUP]
        assert await off_loop(shelf.indexed, "catalogue") == {}
        with pytest.raises(EngineUnavailable):
            await off_loop(shelf.nearest, "catalogue", "a cup", 3)
        embedder.away = False
        await off_loop(shelf.index, "catalogue", CUP["image_id"], "a cup")
        assert embedder.calls == 3  # the store itself asked for nothing


async def test_vectors_of_another_length_than_set_are_refused(tmp_path):
    async with catalogue(tmp_path, WordVectors(), dims=8) as shelf:
        with pytest.raises(EngineUnavailable, match="vectors of 16 numbers, not of 8"):
            await off_loop(shelf.index, "catalogue", CUP["image_id"], "a cup")


def test_the_same_code_runs_on_another_store():
    vectors = Vectors(WordVectors())
    shelf = Catalogue(InMemoryStore(index={"dims": 16, "embed": vectors, "fields": ["text"]}), "al")
    filled(shelf)
    assert names(in_catalogue(shelf, Wish((), "cup of coffee on a table")))[0] == "cup.jpg"
    shelf.forget([CUP["image_id"]])
    assert "cup.jpg" not in names(in_catalogue(shelf, Wish((), "cup of coffee on a table")))
    assert CUP["image_id"] not in [i for i, _ in shelf.nearest("catalogue", "cup of coffee", 9)]


def test_versions_are_found_by_words_names_and_captions():
    shelf = Catalogue(InMemoryStore(), "al")
    first, second, third = (hashlib.sha256(bytes([n])).hexdigest()[:32] for n in range(3))
    shelf.store.put(("threads", "al", "list"), "t", card("House", {"v1": "for granny"}))
    shelf.store.put(("threads", "al", "list"), "gone", {**card("Old"), "trashed_at": "2026"})
    shelf.note_versions("t", [
        VersionRow(version_id="v0", image_id=first, words="upload"),
        VersionRow(version_id="v1", image_id=second, words="recolour 문을 빨갛게 door"),
    ])  # fmt: skip
    shelf.note_versions("gone", [VersionRow(version_id="v0", image_id=third, words="red door")])
    past = shelf.versions()
    assert [(v["thread_id"], v["version_id"]) for v in past] == [("t", "v1"), ("t", "v0")]
    captions = {first: "a boat in a harbour"}
    for words, version_id in (("red door", "v1"), ("granny", "v1"), ("boats", "v0")):
        found = in_versions(shelf, past, captions, Wish((words,)))
        assert [p.get("version_id") for p in found.pictures] == [version_id], words
    shelf.forget_thread("t")
    assert shelf.versions() == []


def card(title: str, names: dict[str, str] | None = None) -> dict[str, object]:
    return {"title": title, "names": names or {}, "updated_at": "2026-01-01", "owner": "al"}


def test_a_title_counts_where_its_owner_chose_it_and_not_where_it_is_the_search_itself():
    shelf = Catalogue(InMemoryStore(), "al")
    row = VersionRow(version_id="v0", image_id="c" * 32, words="upload")
    wish = Wish(("find the one with the red door",))
    for renamed, count in ((False, 0), (True, 1)):
        thread = {**card(wish.words[0]), "renamed": renamed}
        shelf.store.put(("threads", "al", "list"), "t", thread, index=False)
        shelf.note_versions("t", [row])
        assert len(in_versions(shelf, shelf.versions(), {}, wish).pictures) == count


def test_rare_words_count_more_than_those_that_most_texts_have():
    texts = ["house with a door", "house by the sea", "house on a hill"]
    sea, house = scored(["house sea"], texts)[1], scored(["house sea"], texts)[0]
    assert sea == 1.0
    assert 0 < house < 0.5
    assert scored([], texts) == [0.0, 0.0, 0.0]


# the real command line


@pytest.fixture
def folder(tmp_path, coffee, astronaut):
    folder = tmp_path / "pictures"
    (folder / "sub").mkdir(parents=True)
    (folder / "coffee.jpg").write_bytes(coffee)
    (folder / "sub" / "우주인.png").write_bytes(astronaut)
    (folder / "notes.txt").write_text("no picture")
    (folder / "._coffee.jpg").write_bytes(b"what a Mac leaves")
    return folder


@pytest.fixture
def command(tmp_path):
    def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
        known = {k: v for k, v in os.environ.items() if not k.startswith("PENTIMENTO_")}
        return subprocess.run(
            [sys.executable, "-m", "engines", "catalogue", *words],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
            env={**known, "PENTIMENTO_DATA": str(tmp_path / "data"), **env},
        )  # fmt: skip

    return run


def shown(done: subprocess.CompletedProcess[str]):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_folder_is_added_searched_and_removed(command, folder, tmp_path):
    done = command("add", str(folder))
    assert (done.returncode, done.stdout) == (0, "2 added\n")
    assert "added     coffee.jpg" in done.stderr
    assert shown(command("add", str(folder), "--json")) == {"unchanged": 2}
    assert [row["name"] for row in shown(command("list", "--json"))] == [
        "coffee.jpg", "sub/우주인.png",
    ]  # fmt: skip
    (found,) = shown(command("search", "astronaut", "--json"))
    assert (found["name"], found["score"]) == ("sub/우주인.png", 1.0)
    assert shown(command("list", "--json", "--owner", "alice")) == []
    assert command("remove", "coffee.jpg").stdout == "1 removed\n"
    assert [row["name"] for row in shown(command("list", "--json"))] == ["sub/우주인.png"]
    assert len(list((tmp_path / "data" / "images").rglob("*.json"))) == 1
    missing = command("remove", "coffee.jpg")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "catalogue list" in missing.stderr


def test_a_changed_file_replaces_its_picture(command, folder, tmp_path, rocket):
    command("add", str(folder))
    before = {row["name"]: row["image_id"] for row in shown(command("list", "--json"))}
    (folder / "coffee.jpg").write_bytes(rocket)
    done = command("add", str(folder))
    assert done.stdout == "1 replaced, 1 unchanged\n"
    after = {row["name"]: row["image_id"] for row in shown(command("list", "--json"))}
    assert after["coffee.jpg"] != before["coffee.jpg"]
    assert after["sub/우주인.png"] == before["sub/우주인.png"]
    stored = {path.stem for path in (tmp_path / "data" / "images").rglob("*.json")}
    assert stored == set(after.values())


def test_files_that_cannot_be_read_are_named_and_the_rest_is_added(command, folder):
    (folder / "broken.jpg").write_bytes(b"not a picture")
    done = command("add", str(folder))
    assert (done.returncode, done.stdout) == (1, "2 added, 1 failed\n")
    assert "failed    broken.jpg: The file is of an unknown type" in done.stderr
    absent = command("add", str(folder / "nowhere"))
    assert absent.returncode == 1
    assert "is no folder" in absent.stderr


def test_the_same_picture_twice_is_one_and_a_renamed_file_keeps_it(command, folder, coffee):
    (folder / "twin.jpg").write_bytes(coffee)
    done = command("add", str(folder))
    assert done.stdout == "2 added, 1 same\n"
    (folder / "coffee.jpg").unlink()
    done = command("add", str(folder))
    assert done.stdout == "1 unchanged, 1 updated\n"
    assert [row["name"] for row in shown(command("list", "--json"))] == [
        "sub/우주인.png", "twin.jpg",
    ]  # fmt: skip


def test_captions_and_vectors_are_made_where_models_are_set(command, folder, models, tmp_path):
    models.otherwise = "Caption: a cup of coffee\nMood: calm, warm, quiet"
    env = {
        "PENTIMENTO_EMBEDDINGS": "openai:small",
        "PENTIMENTO_VISION_MODEL": "openai:eyes",
        "OPENAI_BASE_URL": models.url,
    }
    done = command("add", str(folder), **env)
    assert (done.returncode, done.stdout) == (0, "2 added\n"), done.stderr
    embedded = [sent for sent in models.requests if sent.path.endswith("/embeddings")]
    assert [sent.body["model"] for sent in embedded] == ["small", "small"]
    assert all(isinstance(text, str) for sent in embedded for text in sent.body["input"])
    assert shown(command("list", "--json", **env))[0]["caption"] == "a cup of coffee"
    asked = len(models.requests)
    assert command("add", str(folder), **env).stdout == "2 unchanged\n"
    assert len(models.requests) == asked  # nothing was asked twice
    found = shown(command("search", "a cup of coffee, calm and warm", "--json", **env))
    assert 0.5 < found[0]["score"] <= 1
    other = command("search", "coffee", **env | {"PENTIMENTO_EMBEDDINGS": "ollama:other"})
    assert "coffee.jpg" in other.stdout
    again = command("add", str(folder), **env | {
        "PENTIMENTO_EMBEDDINGS": "ollama:other", "OLLAMA_HOST": models.root,
    })  # fmt: skip
    assert again.stdout == "2 updated\n", again.stderr
    assert stored_vectors(tmp_path / "data") == 4
    assert command("remove", "coffee.jpg", **env).returncode == 0
    assert stored_vectors(tmp_path / "data") == 2


def test_a_model_of_vectors_that_is_away_leaves_the_words(command, folder):
    env = {"PENTIMENTO_EMBEDDINGS": "ollama:gone", "OLLAMA_HOST": "http://127.0.0.1:1"}
    done = command("add", str(folder), **env)
    assert (done.returncode, done.stdout) == (1, "2 added, 1 failed\n")
    assert "found by its words only" in done.stderr
    assert "coffee.jpg" in command("search", "coffee", **env).stdout


def test_a_setting_that_names_no_embeddings_is_refused(command, folder):
    done = command("add", str(folder), PENTIMENTO_EMBEDDINGS="word2vec")
    assert done.returncode == 1
    assert "clip:FOLDER" in done.stderr


def test_files_of_other_names_and_sizes_are_no_trouble(command, tmp_path):
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "a b 'c'.PNG").write_bytes(encoded(np.zeros((3, 5, 3), np.uint8)))
    assert command("add", str(folder)).stdout == "1 added\n"


async def test_words_that_read_like_another_owners_picture_are_only_words(tmp_path):
    asked: list[str] = []

    class Eyes(WordVectors):
        sees = True

        def embed(self, texts):
            asked.extend(texts)
            return super().embed(texts)

    async with catalogue(tmp_path, Eyes(), owner="bob") as shelf:

        def search() -> None:
            shelf.index("catalogue", DOOR["image_id"], picture_ref("bob", DOOR["image_id"]))
            shelf.nearest("catalogue", picture_ref("alice", CUP["image_id"]), 3)

        await asyncio.to_thread(search)
    owners = [parts[0] for parts in map(ref_parts, asked) if parts]
    assert owners == ["bob"]
    assert len(asked) == 2


async def test_reads_and_writes_of_one_moment_do_not_lock_the_database(tmp_path):
    async with open_store(tmp_path / "threads.sqlite") as store:
        other = sqlite3.connect(
            tmp_path / "threads.sqlite", isolation_level=None, check_same_thread=False
        )
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE checkpoints (n INTEGER)")
        written = asyncio.Event()

        async def write() -> None:  # as the checkpointer does, on a connection of its own
            while not written.is_set():
                await asyncio.to_thread(other.execute, "INSERT INTO checkpoints VALUES (1)")

        other_writes = asyncio.create_task(write())
        for n in range(100):
            put = PutOp(("a",), "key", {"n": n})
            before, none = await store.abatch([GetOp(("a",), "key"), put])
            assert none is None
            assert (before and before.value) == ({"n": n - 1} if n else None)
        written.set()
        await other_writes
        other.close()
