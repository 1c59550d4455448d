"""The whole document in English."""

from __future__ import annotations

from collections.abc import Iterator

from strategy_language.document import Strategy
from strategy_language.expressions.nodes import DefinitionRef, Node
from strategy_language.expressions.render import number_text
from strategy_language.program import Program, compile_document
from strategy_language.readback.phrase import is_inline
from strategy_language.readback.portfolio import portfolio_sentences
from strategy_language.readback.risk import risk_sentences
from strategy_language.readback.rules import rule_sentence
from strategy_language.readback.sentence import Sentence
from strategy_language.readback.settings import cost_sentences, execution_sentences, limit_sentences
from strategy_language.readback.sizes import size_sentences
from strategy_language.readback.units import ADJECTIVES, listed
from strategy_language.readback.voice import Voice


def read_back(strategy: Strategy) -> str:
    """Return the document in English, a line for each of its parts.

    An expression that cannot be read stands in quotes as it was written.
    """
    return "\n".join(_line(group) for group in sentence_tree(strategy).children)


def sentence_tree(strategy: Strategy) -> Sentence:
    """Return the read-back as a tree: groups, their sentences, and the parts that those are made of."""
    voice = Voice(compile_document(strategy))
    groups = [
        Sentence(text=heading, path=path, children=tuple(sentences))
        for heading, path, sentences in _groups(voice)
        if sentences
    ]
    return Sentence(text=strategy.name, path="", children=tuple(groups))


def _line(group: Sentence) -> str:
    return " ".join(text for sentence in group.children for text in _texts(sentence))


def _texts(sentence: Sentence) -> Iterator[str]:
    """Yield a sentence and those below it that are sentences themselves, not parts of a condition."""
    yield sentence.text
    for child in sentence.children:
        if not child.path.endswith(".when"):
            yield f"For this entry: {child.text}"


def _groups(voice: Voice) -> Iterator[tuple[str, str, list[Sentence]]]:
    program, strategy = voice.program, voice.program.strategy
    yield "Market", "universe", [_market(strategy)]
    rules = [rule_sentence(voice, at, rule) for at, rule in enumerate(strategy.rules)]
    yield "Rules", "rules", [*rules, *_code(strategy)]
    yield "Portfolio", "", portfolio_sentences(voice)
    yield "Definitions", "definitions", _definitions(voice, program)
    yield "Risk", "risk", risk_sentences(voice, strategy.risk, "risk", "risk", voice.sides)
    if strategy.kind in ("signals", "python"):
        yield "Size", "sizing", size_sentences(voice, strategy.sizing, "sizing", "sizing")
    elif strategy.sizing.kind == "percent_of_equity" and strategy.sizing.value != 100:
        share = voice.percent("sizing.value", strategy.sizing.value)
        yield "Size", "sizing", [Sentence(text=f"Invest {share} of the equity altogether.", path="sizing.value")]
    yield "Execution", "execution", execution_sentences(voice)
    yield "Limits", "limits", limit_sentences(voice)
    yield "Costs", "costs", cost_sentences(voice)
    yield "Parameters", "parameters", [*_parameters(strategy), *_bindings(strategy)]
    if strategy.benchmark:
        yield "Benchmark", "benchmark", [Sentence(text=f"Compare with {strategy.benchmark}.", path="benchmark")]


def _market(strategy: Strategy) -> Sentence:
    text = f"Use {ADJECTIVES[strategy.timeframe]} bars of {listed(strategy.universe)}."
    return Sentence(text=text, path="universe")


def _code(strategy: Strategy) -> list[Sentence]:
    if strategy.kind != "python":
        return []
    return [Sentence(text="The signals come from hand-written code.", path="code")]


def _definitions(voice: Voice, program: Program) -> list[Sentence]:
    """Return the definitions that the rules speak of by name, because they are too long to be said in place."""
    used = {node.name for node in program.nodes() if isinstance(node, DefinitionRef) and not is_inline(node.target)}
    return [
        Sentence(text=_definition(voice, name, node), path=f"definitions.{at}")
        for at, (name, node) in enumerate(program.definitions.items())
        if name in used
    ]


def _definition(voice: Voice, name: str, node: Node) -> str:
    said = voice.speaker.say(node)
    return f'"{name}" is true when {said}.' if node.type == "truth" else f'"{name}" is {said}.'


def _parameters(strategy: Strategy) -> list[Sentence]:
    said: list[Sentence] = []
    for at, each in enumerate(strategy.parameters):
        value, low, high, step = (number_text(number) for number in (each.value, each.low, each.high, each.step))
        text = f"Parameter {each.name} is {value}, from {low} to {high} in steps of {step}."
        if each.kind == "switch":
            text = f"The switch {each.name} is {'on' if each.value else 'off'}."
        said.append(Sentence(text=text, path=f"parameters.{at}"))
    return said


def _bindings(strategy: Strategy) -> list[Sentence]:
    return [
        Sentence(text=f"The setting {path} follows the parameter {name}.", path=f"bindings.{path}")
        for path, name in strategy.bindings.items()
    ]
