"""OpenAI's chat completions, and every server that speaks their protocol."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any, cast

import openai
import structlog
from openai.types.chat import ChatCompletionChunk
from pydantic import JsonValue

from strategy_ai_worker.adapters.llm.connection import Connection
from strategy_ai_worker.adapters.llm.wire import Deadline, Faults, broke_off, client_options, naming_faults
from strategy_ai_worker.domain.proposal import answer_schema
from strategy_ai_worker.domain.refusals import ModelRefused
from strategy_ai_worker.ports import ModelUsage
from strategy_language.schema import for_openai

_log = structlog.get_logger(__name__)
_FAULTS = Faults(openai.APITimeoutError, openai.APIConnectionError, openai.APIStatusError, openai.APIError)
_OPTIONAL = ("temperature", "seed", "response_format", "stream_options")
"""What a model may refuse to be told; the answer is checked by our own class in any case."""


class OpenAIModel:
    """A model behind chat completions; `provider` "openai" is held to the schema, others to JSON."""

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
        messages = [{"role": "system", "content": system}, *({"role": role, "content": text} for role, text in turns)]
        deadline = Deadline(self._connection)
        async with openai.AsyncOpenAI(**client_options(self._connection)) as client:
            with naming_faults(self.name, _FAULTS, deadline):
                async with await self._ask(client, messages) as stream:
                    deadline.reached = True
                    async for piece in self._read(stream, deadline):
                        yield piece

    async def _ask(
        self, client: openai.AsyncOpenAI, messages: list[dict[str, str]]
    ) -> openai.AsyncStream[ChatCompletionChunk]:
        options = self._options()
        while True:
            try:
                # What is asked of servers differs, so that the options are no literal that could be typed.
                stream = await client.chat.completions.create(
                    model=self._connection.model, messages=cast("Any", messages), stream=True, **cast("Any", options)
                )
                return cast("openai.AsyncStream[ChatCompletionChunk]", stream)
            except openai.BadRequestError as error:
                refused = _refused_option(error, options)
                if refused is None:
                    raise
                _log.info("model_option_left_out", model=self.name, option=refused)
                del options[refused]

    def _options(self) -> dict[str, JsonValue]:
        wanted: JsonValue = {"type": "json_object"}
        if self._connection.provider == "openai":
            schema: JsonValue = {"name": "answer", "strict": True, "schema": answer_schema(for_openai())}
            wanted = {"type": "json_schema", "json_schema": schema}
        return {
            "temperature": 0,
            "seed": 0,
            "response_format": wanted,
            "stream_options": {"include_usage": True},
        }

    async def _read(
        self, stream: openai.AsyncStream[ChatCompletionChunk], deadline: Deadline
    ) -> AsyncGenerator[str | ModelUsage, None]:
        ended, usage = False, ModelUsage()
        async for chunk in stream:
            deadline.check()
            for choice in chunk.choices or ():
                if choice.finish_reason == "content_filter" or (choice.delta and choice.delta.refusal):
                    raise ModelRefused(f"The language model {self.name} will not answer this.")
                ended = ended or choice.finish_reason is not None
                if choice.delta and (written := _written(choice.delta.content)):
                    yield written
            if chunk.usage:
                # Some servers count along in every chunk; the last count is the whole.
                usage = ModelUsage(
                    input_tokens=chunk.usage.prompt_tokens or 0, output_tokens=chunk.usage.completion_tokens or 0
                )
        yield usage
        if not ended:
            raise broke_off(self.name)


def _written(content: object) -> str:
    """Return the words of a piece; some servers send a list of parts, of which thoughts are none of the answer."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(str(one.get("text", "")) for one in parts if isinstance(one, dict) and one.get("type") == "text")


def _refused_option(error: openai.BadRequestError, options: dict[str, JsonValue]) -> str | None:
    if error.param:
        asked = error.param.partition(".")[0]
        return asked if asked in options else None
    said = str(error.message).lower()
    return next((name for name in _OPTIONAL if name in options and name in said), None)
