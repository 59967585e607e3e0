"""The real server, which dies by SIGKILL when a node starts or ends: DOOM=execute:start.

It listens through LangChain's own hook for callbacks; nothing of the server is changed.
"""

import os
import signal
from contextvars import ContextVar
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.context import register_configure_hook

import server

NODE, _, MOMENT = os.environ["DOOM"].partition(":")


class Doom(BaseCallbackHandler):
    """Kills the process at the named moment."""

    run_inline = True

    def __init__(self) -> None:
        self.runs: set[Any] = set()

    def on_chain_start(self, *_: Any, run_id: Any, name: str = "", **__: Any) -> None:
        if name == NODE:
            self.runs.add(run_id)
            if MOMENT == "start":
                os.kill(os.getpid(), signal.SIGKILL)

    def on_chain_end(self, *_: Any, run_id: Any, **__: Any) -> None:
        if run_id in self.runs:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_chain_error(self, error: BaseException, *, run_id: Any, **__: Any) -> None:
        if run_id in self.runs:  # confirm_mask ends by interrupting
            os.kill(os.getpid(), signal.SIGKILL)


hook: ContextVar[Doom | None] = ContextVar("doom", default=None)
register_configure_hook(hook, inheritable=True, handle_class=Doom, env_var="DOOM")

if __name__ == "__main__":
    server.main()
