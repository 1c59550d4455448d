"""What a message becomes, in a form that can be compared."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading.interpret import interpret
from strategy_ai_worker.domain.reading.trees import Node, parse
from strategy_language.conversation import ChatReply
from strategy_language.document import Strategy

Sense = dict[str, object]


@pytest.fixture(scope="session")
def read() -> Callable[..., Interpretation]:
    """Read one message, after others where they are given; each follow-up edits the document of the one before."""

    def reading(*messages: str) -> Interpretation:
        documents: list[Strategy] = []
        said: list[tuple[str, str]] = []
        found, asked = Interpretation(kind="question"), None
        for message in messages:
            context = Context(documents[0] if documents else None, tuple(documents[1:]), tuple(said), asked)
            found = interpret(message, context)
            asked = ChatReply(conversation_id=uuid4(), kind=found.kind, questions=found.questions)
            said += [("user", message), ("assistant", found.explanation)]
            if found.strategy is not None:
                documents.insert(0, found.strategy)
        return found

    return reading


@pytest.fixture(scope="session")
def sense() -> Callable[[Strategy], Sense]:
    """Return what a document means, without the words that it cites and what was assumed."""

    def meaning(strategy: Strategy) -> Sense:
        told = strategy.model_dump(mode="json", exclude={"name", "summary", "assumptions", "unused_words", "rules"})
        for part in ("rotation", "pairs"):
            if told[part]:
                told[part].pop("source")
        told["rules"] = sorted(
            (rule.action.value, sorted(rule.when.split(" and ")), str(rule.order), rule.fraction or 0)
            for rule in strategy.rules
        )
        return told

    return meaning


@pytest.fixture(scope="session")
def parts_of() -> Callable[[str, str], list[str]]:
    """Return what gives the parts of a condition that a link joins, those of joined parts among them."""

    def parts(condition: str, link: str) -> list[str]:
        def inner(node: Node) -> list[str]:
            return [one for part in node.parts for one in inner(part)] if node.op == link else [str(node)]

        return inner(parse(condition))

    return parts


@pytest.fixture
def rules(read: Callable[..., Interpretation]) -> Callable[[str], list[str]]:
    """Return a function that gives the conditions of what a message says, in their order."""

    def conditions(message: str) -> list[str]:
        found = read(message)
        assert found.strategy is not None, found.explanation
        return [rule.when for rule in found.strategy.rules]

    return conditions
