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
