"""Questions about the strategy as it is written are answered from it."""

CROSS = "Buy AAPL when the 20-day SMA crosses above the 50-day SMA, sell on the cross back down"


def test_what_was_assumed_is_listed_with_its_reason(read) -> None:
    found = read(CROSS, "what did you assume?")
    assert found.kind == "answer"
    assert "no timeframe was named" in found.explanation


def test_a_number_is_traced_to_the_words_that_said_it(read) -> None:
    assert "20-day SMA crosses above" in read(CROSS, "Why 20 and 50?").explanation
    assert "77 is not in the strategy" in read(CROSS, "why 77?").explanation


def test_the_strategy_is_read_back_when_asked_for(read) -> None:
    assert "crosses above the 50-day" in read(CROSS, "explain the strategy").explanation


def test_an_idea_with_numbers_of_its_own_is_no_bare_idea(read) -> None:
    assert read("momentum strategy on AAPL").strategy is not None
    assert read("momentum strategy on AAPL with 37 widgets and a 3.7% gizmo").kind == "question"
