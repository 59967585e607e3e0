import threading
import time

import numpy as np
import pytest

from engines.held import Held


def ones(count):
    return lambda: (np.ones(count, np.float32),)


def never():
    raise AssertionError("computed again")


def test_what_was_computed_is_not_computed_again():
    held = Held(1000)
    first = held.get("a", ones(10))
    assert np.array_equal(held.get("a", never)[0], first[0])


def test_memory_is_bounded_and_the_longest_unused_goes_first():
    held = Held(50)  # two of ten float16, not three
    for key in ("a", "b"):
        held.get(key, ones(10))
    held.get("a", never)
    held.get("c", ones(10))
    assert held.size_bytes == 40
    assert ("a" in held, "b" in held, "c" in held) == (True, False, True)


def test_what_alone_is_too_large_is_given_and_not_kept_and_pushes_nothing_out():
    held = Held(50)
    held.get("small", ones(10))
    assert len(held.get("large", ones(26))[0]) == 26
    assert ("large" in held, "small" in held) == (False, True)
    assert held.size_bytes == 20


def test_the_first_answer_is_the_same_as_the_second():
    held = Held(1000)
    values = np.array([1 / 3, 1e-3, 123.456], np.float32)  # none of them is a float16
    first = held.get("a", lambda: (values,))[0]
    again = held.get("a", never)[0]
    assert first.dtype == again.dtype == np.float32
    assert np.array_equal(first, again)
    assert not np.array_equal(first, values)


def test_several_arrays_keep_their_order_and_shapes():
    held = Held(1000)
    made = (np.zeros((1, 2, 3), np.float32), np.ones((4, 5), np.float32))
    assert [array.shape for array in held.get("a", lambda: made)] == [(1, 2, 3), (4, 5)]
    assert held.size_bytes == 2 * (6 + 20)


def test_changing_an_answer_does_not_change_what_is_held():
    held = Held(1000)
    held.get("a", ones(4))[0][:] = 7
    assert (held.get("a", never)[0] == 1).all()


def test_threads_that_ask_for_one_thing_compute_it_once():
    held, begun = Held(10_000), []

    def slow():
        begun.append(1)
        time.sleep(0.1)
        return (np.full(5, 3, np.float32),)

    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(held.get("a", slow)[0])) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 1
    assert [answer.tolist() for answer in answers] == [[3.0] * 5] * 8


def test_one_photo_need_not_wait_for_another():
    held, halted = Held(10_000), threading.Event()

    def waits():
        assert halted.wait(10)
        return (np.ones(3),)

    slow = threading.Thread(target=held.get, args=("slow", waits))
    slow.start()
    assert len(held.get("quick", ones(2))[0]) == 2  # while the other is under way
    halted.set()
    slow.join()


def test_after_a_failure_the_next_one_tries_again():
    held = Held(1000)
    with pytest.raises(AssertionError, match="computed again"):
        held.get("a", never)
    assert len(held.get("a", ones(2))[0]) == 2


def test_who_waits_for_one_that_fails_computes_it():
    held, waiting = Held(1000), threading.Event()
    answers = []

    def fails():
        waiting.set()
        time.sleep(0.1)
        raise ValueError("no")

    def first():
        with pytest.raises(ValueError, match="no"):
            held.get("a", fails)

    other = threading.Thread(target=first)
    other.start()
    waiting.wait()
    answers.append(held.get("a", ones(2))[0])
    other.join()
    assert answers[0].tolist() == [1, 1]
