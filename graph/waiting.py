"""Waiting for models that answer over a network: a turn that is stopped does not wait for them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context

from errors import Cancelled
from graph.state import Update

LOOK_EVERY_S = 0.1
GRACE_S = 1.0  # for a node that notices by itself, and keeps what it has


def stopped() -> Cancelled:
    """Return the error that ends a turn which its caller stopped."""
    return Cancelled("stopped, as you asked", hint="versions made before it are kept")


def attended(work: Callable[[], Update], cancelled: Callable[[], bool]) -> Update:
    """Return what `work` returns, unless the turn is stopped meanwhile.

    What is left behind has a second to end by itself; then nobody listens to it any more, and it
    ends when its model's client gives up. So `work` may write nothing but what it could write at
    any time: no version, no image.

    Raises:
        Cancelled: the turn was stopped, and `work` went on.
    """
    alone = ThreadPoolExecutor(1, thread_name_prefix="attended")
    doing = alone.submit(copy_context().run, work)  # with the run's config and stream
    alone.shutdown(wait=False)  # takes no more; its thread ends with the work
    while not wait([doing], LOOK_EVERY_S).done:
        if cancelled() and not wait([doing], GRACE_S).done:
            raise stopped()
    return doing.result()
