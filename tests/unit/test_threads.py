import asyncio

import pytest
from langgraph.store.memory import InMemoryStore

from checkpoints.threads import ThreadList, owner_key, owner_of, thread_key
from errors import InvalidRequest, NotFound


def test_keys_keep_owners_apart_also_for_like_and_separators():
    owners = ["a", "A", "a_", "a%", "a/b", "a.b", "가", "~", "a" * 64, ""]
    keys = {owner_key(owner) for owner in owners}
    assert len(keys) == len(owners)
    assert len({key.lower() for key in keys}) == len(owners)
    for key in keys:
        assert not set(key) & set("/%_.")


@pytest.mark.parametrize("bad", ["", "a/b", "../x", "a b", "x" * 65, "a\n"])
def test_an_unusable_thread_id_is_refused(bad):
    with pytest.raises(InvalidRequest, match="thread_id"):
        thread_key("local", bad)


def test_a_thread_may_have_a_korean_name():
    assert thread_key("local", "여름-휴가_1") == "local/여름-휴가_1"


async def test_the_list_is_paged_newest_first_and_forgets():
    threads = ThreadList(InMemoryStore())
    for name in ("one", "two", "three"):
        await threads.note("al", name, title=name)
    await threads.note("alice", "hers", title="hers")
    assert {c["thread_id"] for c in await threads.page("al", limit=10, offset=0)} == {
        "one", "two", "three",
    }  # fmt: skip
    await threads.note("al", "one", versions=3)
    card = await threads.get("al", "one")
    assert (card["title"], card["versions"]) == ("one", 3)
    assert card["created_at"] <= card["updated_at"]
    await threads.forget("al", "one")
    with pytest.raises(NotFound):
        await threads.get("al", "one")


def test_the_owner_comes_from_auth_before_anything_else():
    assert owner_of({"configurable": {}}) == "local"
    assert owner_of({"configurable": {"owner": "bob"}}) == "bob"
    both = {"configurable": {"owner": "bob", "langgraph_auth_user_id": "eve"}}
    assert owner_of(both) == "eve"


async def test_a_title_of_the_user_s_own_stays_whatever_is_said_later():
    threads = ThreadList(InMemoryStore())
    await threads.note("al", "t", title="make it sepia")
    before = await threads.get("al", "t")
    card = await threads.rename("al", "t", "  여름 휴가 ")
    assert (card["title"], card["renamed"], before["renamed"]) == ("여름 휴가", True, False)
    assert card["updated_at"] == before["updated_at"]  # a name does not move it up the list
    await threads.note("al", "t", title="undo", versions=2)
    assert (await threads.get("al", "t"))["title"] == "여름 휴가"


@pytest.mark.parametrize("title", ["", "  \n", "x" * 81])
async def test_a_title_is_1_to_80_characters(title):
    threads = ThreadList(InMemoryStore())
    await threads.note("al", "t")
    with pytest.raises(InvalidRequest, match="characters") as refused:
        await threads.rename("al", "t", title)
    assert "1 to 80" in refused.value.hint
    with pytest.raises(NotFound):
        await threads.rename("bob", "t", "mine")


async def test_versions_are_named_and_lose_their_names():
    threads = ThreadList(InMemoryStore())
    await threads.note("al", "t")
    await threads.name_version("al", "t", "v1", " warm ")
    card = await threads.name_version("al", "t", "v2", "x" * 60)
    assert card["names"] == {"v1": "warm", "v2": "x" * 60}
    assert (await threads.name_version("al", "t", "v1", " "))["names"] == {"v2": "x" * 60}
    with pytest.raises(InvalidRequest, match="61 characters"):
        await threads.name_version("al", "t", "v1", "x" * 61)


async def test_added_photos_keep_their_order_and_have_a_limit():
    threads = ThreadList(InMemoryStore())
    for name in ("b", "a", "b"):
        card = await threads.attach("al", "new", name)
    assert card["images"] == ["b", "a"]
    assert (await threads.detach("al", "new", "b"))["images"] == ["a"]
    with pytest.raises(NotFound, match="'b'"):
        await threads.detach("al", "new", "b")
    for number in range(99):
        await threads.attach("al", "new", str(number))
    with pytest.raises(InvalidRequest, match="100"):
        await threads.attach("al", "new", "one more")
    await threads.attach("al", "new", "a")  # is there already


async def test_the_list_is_searched_in_titles_and_names_whatever_the_case():
    threads = ThreadList(InMemoryStore())
    await threads.note("al", "one", title="Make the STRASSE blue")
    await threads.note("al", "two", title="강아지 지워줘")
    await threads.note("al", "three", title="undo")
    await threads.name_version("al", "three", "v1", "Warm evening")

    async def found(search):
        cards = await threads.page("al", limit=10, offset=0, search=search)
        return [card["thread_id"] for card in cards]

    assert await found("straße") == ["one"]
    assert await found("강아지") == ["two"]
    assert await found("\u1100\u1161\u11bc\u110b\u1161\u110c\u1175") == ["two"]  # as macOS types it
    assert await found("EVENING") == ["three"]
    assert sorted(await found("")) == ["one", "three", "two"]
    assert await found("nothing of it") == []


async def test_a_trashed_thread_is_hidden_until_it_is_restored():
    threads = ThreadList(InMemoryStore())
    await threads.note("al", "t", title="one")
    await threads.note("al", "other", title="two")
    await threads.trash("al", "t", trashed=True)
    assert [c["thread_id"] for c in await threads.page("al", limit=9, offset=0)] == ["other"]
    for refused in (
        threads.get("al", "t"),
        threads.rename("al", "t", "x"),
        threads.note("al", "t", versions=1),
        threads.check_not_trashed("al", "t"),
    ):
        with pytest.raises(NotFound, match="was deleted"):
            await refused
    assert await threads.trashed() == [("al", "t")]
    assert sorted(await threads.every("al")) == ["other", "t"]
    card = await threads.trash("al", "t", trashed=False)
    assert (card["title"], await threads.trashed()) == ("one", [])
    await threads.check_not_trashed("al", "never seen")


async def test_rows_of_an_older_server_are_read_with_what_they_lack():
    store = InMemoryStore()
    old = {
        "owner": "al", "title": "old", "image_id": None, "versions": 1, "asking": False,
        "created_at": "2026-01-01", "updated_at": "2026-01-01",
    }  # fmt: skip
    await store.aput(("threads", "al", "list"), "t", old, index=False)
    threads = ThreadList(store)
    card = await threads.get("al", "t")
    assert (card["names"], card["images"], card["renamed"]) == ({}, [], False)
    assert await threads.trashed() == []
    assert (await threads.attach("al", "t", "a"))["title"] == "old"


async def test_changes_at_once_all_stay():
    threads = ThreadList(InMemoryStore())
    await threads.note("al", "t")
    await asyncio.gather(
        *(threads.name_version("al", "t", f"v{n}", str(n)) for n in range(20)),
        threads.rename("al", "t", "title"),
        threads.note("al", "t", versions=20),
    )
    card = await threads.get("al", "t")
    assert (len(card["names"]), card["title"], card["versions"]) == (20, "title", 20)
