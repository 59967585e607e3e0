"""An answer in pieces: none is lost, whoever watches and from when."""

from graph.notices import Notices

OWNER, THREAD = "ada", "t1"


def told(notices, *pieces):
    for piece in pieces:
        notices.tell(OWNER, THREAD, "token", {"text": piece})


async def test_pieces_that_wait_become_one_and_keep_their_order():
    notices = Notices()
    with notices.watching(OWNER) as watch:
        told(notices, "A ", "red ")
        notices.tell(OWNER, "other", "token", {"text": "no"})
        told(notices, "cup")
        read = [await anext(watch) for _ in range(3)]
    assert [n["data"]["text"] for n in read] == ["A red ", "no", "cup"]


async def test_a_long_answer_that_nobody_reads_yet_loses_no_watcher():
    notices = Notices()
    with notices.watching(OWNER) as watch:
        told(notices, *(f"{number} " for number in range(2000)))
        notice = await anext(watch)
    assert notice["event"] == "token"
    assert notice["data"]["text"].split() == [str(number) for number in range(2000)]


def test_what_the_running_turn_has_said_is_known_until_it_is_done():
    notices = Notices()
    assert notices.said(OWNER, THREAD) is None
    notices.tell(OWNER, THREAD, "started", {"text": "what is it?"})
    told(notices, "A ", "cup")
    assert notices.said(OWNER, THREAD) == "A cup"
    assert notices.said("bob", THREAD) is None
    notices.tell(OWNER, THREAD, "done", {})
    assert notices.said(OWNER, THREAD) is None


def test_a_new_turn_begins_with_nothing_said():
    notices = Notices()
    told(notices, "left over")
    notices.tell(OWNER, THREAD, "started", {"text": "again"})
    assert notices.said(OWNER, THREAD) == ""


async def test_the_pieces_that_a_watcher_was_given_are_not_changed_by_those_that_follow():
    notices = Notices()
    given = {"text": "A "}
    with notices.watching(OWNER) as first, notices.watching(OWNER) as second:
        notices.tell(OWNER, THREAD, "token", given)
        assert (await anext(first))["data"]["text"] == "A "
        told(notices, "cup")
        assert (await anext(second))["data"]["text"] == "A cup"
        assert (await anext(first))["data"]["text"] == "cup"
    assert given == {"text": "A "}
