"""One turn as a typed runnable: the LangServe face of the graph.

LangServe must not be given the compiled graph itself: it would strip the pause, drop the thread
and turn errors into bare 500s. `EditTurn` is what it is given; `Turns` does the work.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForChainRun, adispatch_custom_event
from langchain_core.runnables import RunnableConfig, RunnableGenerator
from langchain_core.runnables.utils import ConfigurableFieldSpec

from checkpoints.threads import owner_of
from graph.turns import Turns
from graph.wire import Event, OptionalId, TurnRequest


class EditTurn(RunnableGenerator[Any, Any]):
    """`TurnRequest -> TurnReply`; streamed, the typed events of the turn."""

    def __init__(self, turns: Callable[[], Turns]) -> None:
        self._turns = turns  # made when the server starts, after the routes
        super().__init__(
            self._no_sync,
            atransform=self._stream,  # pyright: ignore[reportArgumentType]  # config is passed to those that take it
            name="edit",
        )

    @property
    def config_specs(self) -> list[ConfigurableFieldSpec]:
        """LangServe keeps the keys that are declared here, and shows them in its playground."""
        return [
            ConfigurableFieldSpec(
                id="thread_id",
                annotation=OptionalId,
                name="Thread",
                description="The conversation to go on with; none starts a new one.",
                default="",
            )
        ]

    async def ainvoke(
        self,
        input: Any,  # noqa: ANN401  # Runnable's signature
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> dict[str, Any]:
        """Serve one turn."""
        return await self._acall_with_config(self._reply, input, config, **kwargs)

    async def _reply(
        self,
        given: Any,  # noqa: ANN401  # plain JSON
        run_manager: AsyncCallbackManagerForChainRun,  # noqa: ARG002  # Runnable's signature
        config: RunnableConfig,
    ) -> Any:  # noqa: ANN401
        return await self._turns().reply(owner_of(config), _thread(config), _request(given))

    async def _stream(
        self,
        given: AsyncIterator[Any],
        config: RunnableConfig,
    ) -> AsyncIterator[Event]:
        async for request in given:
            turns = self._turns()
            async for event in turns.events(owner_of(config), _thread(config), _request(request)):
                await adispatch_custom_event(event["event"], event["data"], config=config)
                yield event

    def _no_sync(self, _given: Iterator[Any]) -> Iterator[Any]:
        yield from ()  # RunnableGenerator takes generators only
        raise NotImplementedError("a turn is served asynchronously: use ainvoke or astream")


def _request(given: Any) -> TurnRequest:  # noqa: ANN401  # a TurnRequest, or its JSON
    return given if isinstance(given, TurnRequest) else TurnRequest.model_validate(given)


def _thread(config: RunnableConfig) -> str | None:
    return config.get("configurable", {}).get("thread_id")
