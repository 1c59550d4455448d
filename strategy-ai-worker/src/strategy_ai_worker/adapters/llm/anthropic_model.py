"""Anthropic's messages."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any, cast

import anthropic
from anthropic.types import RawMessageStreamEvent

from strategy_ai_worker.adapters.llm.connection import Connection
from strategy_ai_worker.adapters.llm.wire import Deadline, Faults, broke_off, client_options, naming_faults
from strategy_ai_worker.domain.proposal import answer_schema
from strategy_ai_worker.domain.refusals import ModelRefused
from strategy_ai_worker.ports import ModelUsage
from strategy_language.schema import for_anthropic

_MOST_TOKENS = 16_000
_FAULTS = Faults(anthropic.APITimeoutError, anthropic.APIConnectionError, anthropic.APIStatusError, anthropic.APIError)


class AnthropicModel:
    """A model behind the messages API, held to the schema of the answer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def name(self) -> str:
        """Return provider and model."""
        return self._connection.name

    @property
    def knowledge_cutoff(self) -> str | None:
        """Return until when the model has seen the world, where that is known."""
        return self._connection.knowledge_cutoff

    async def complete(self, system: str, turns: Sequence[tuple[str, str]]) -> AsyncGenerator[str | ModelUsage, None]:
        """Yield the answer as it is written, and what it took.

        Raises:
            ModelAway: It does not answer, or breaks off.
            ModelRefused: It will not answer this.
        """
        deadline = Deadline(self._connection)
        async with anthropic.AsyncAnthropic(**client_options(self._connection)) as client:
            with naming_faults(self.name, _FAULTS, deadline):
                async with await self._ask(client, system, turns) as stream:
                    deadline.reached = True
                    async for piece in self._read(stream, deadline):
                        yield piece

    async def _ask(
        self, client: anthropic.AsyncAnthropic, system: str, turns: Sequence[tuple[str, str]]
    ) -> anthropic.AsyncStream[RawMessageStreamEvent]:
        wanted = {"format": {"type": "json_schema", "schema": answer_schema(for_anthropic())}}
        return await client.messages.create(
            model=self._connection.model,
            max_tokens=_MOST_TOKENS,
            system=system,
            messages=cast("Any", [{"role": role, "content": text} for role, text in turns]),
            output_config=cast("Any", wanted),
            stream=True,
        )

    async def _read(
        self, stream: anthropic.AsyncStream[RawMessageStreamEvent], deadline: Deadline
    ) -> AsyncGenerator[str | ModelUsage, None]:
        ended, read, written = False, 0, 0
        async for event in stream:
            deadline.check()
            if event.type == "message_start":
                read, written = event.message.usage.input_tokens, event.message.usage.output_tokens
            elif event.type == "content_block_delta" and event.delta.type == "text_delta":
                yield event.delta.text
            elif event.type == "message_delta":
                written = event.usage.output_tokens
                ended = event.delta.stop_reason is not None
                if event.delta.stop_reason == "refusal":
                    raise ModelRefused(f"The language model {self.name} will not answer this.")
        yield ModelUsage(input_tokens=read, output_tokens=written)
        if not ended:
            raise broke_off(self.name)
