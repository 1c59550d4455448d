"""Static checks: an allow-list, told check by check."""

import pytest

from strategy_language.static_checks import UnsafeCode, compile_safely, inspect_code
from strategy_language.static_checks.report import require_safe

GOOD = """
def spread_of(bars, length):
    return bars.close - sma(bars.close, length)


def signals(bars, p):
    total = 0
    for length in (10, 20, 30):
        total += 1.0 * (spread_of(bars, length) > 0)
    for step in range(3):
        total = total + step
    if p.strict > 0:
        total = total - 1
    upper, lower = bars.high, bars.low
    return {"r1.when": total > 2, "r2.when": upper < lower.mean()}
"""


def failed(text: str) -> set[str]:
    return {verdict.check for verdict in inspect_code(text).checks if not verdict.passed}


def test_plain_code_passes_every_check():
    report = inspect_code(GOOD)
    assert report.passed, report
    assert [verdict.check for verdict in report.checks] == [
        *("size", "parse", "syntax", "structure", "imports", "names", "attributes", "constants", "collections"),
        *("loops", "complexity", "opcodes", "restricted_python"),
    ]
    assert all(verdict.evidence for verdict in report.checks)


BODY = "def signals(bars, p):\n    {}\n    return {{'r1.when': bars.close > 1}}\n"


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("import os", "imports"),
        ("from os import system", "imports"),
        ("x = __import__('os')", "names"),
        ("x = bars.__class__", "attributes"),
        ("x = bars.close.__array_interface__", "attributes"),
        ("x = bars.close.base", "attributes"),
        ("x = bars.close.ctypes", "attributes"),
        ("x = ichimoku(bars, 9, 26, 52)\n    x = bars.close\n    y = x.base", "attributes"),
        ("x = bars.close.tofile('/tmp/x')", "attributes"),
        ("x = bars.close.dump('/tmp/x')", "attributes"),
        ("x = '{0.__class__}'.format(bars)", "attributes"),
        ("x = f'{bars}'", "syntax"),
        ("x = eval('1')", "names"),
        ("x = getattr(bars, 'close')", "names"),
        ("x = open('/etc/passwd')", "names"),
        ("x = type(bars)", "names"),
        ("x = unknown(1)", "names"),
        ("x = lambda: 1", "syntax"),
        ("x = [a for a in (1, 2)]", "syntax"),
        ("x = (a for a in (1, 2))", "syntax"),
        ("while True: pass", "loops"),
        ("for i in range(10 ** 9): pass", "loops"),
        ("for i in range(1000000): pass", "loops"),
        ("for i in bars.close: pass", "loops"),
        ("for i in range(1000):\n        for j in range(1000): pass", "loops"),
        ("x = signals(bars, p)", "loops"),
        ("x = max(range(10000000000000))", "loops"),
        ("x = min(zip(range(9999999999), bars.close))", "loops"),
        ("x = range\n    y = max(x(99999999999))", "loops"),
        ("for i in max(range(9), range(99)): pass", "loops"),
        (f"x = 0x{'f' * 9000}", "syntax"),
        (f"x = {'1 < ' * 20000}1", "syntax"),
        ("x = 9 ** 9 ** 9", "syntax"),
        ("x = 1 << 1000000", "syntax"),
        ("x = 'a' * 1000000000", "constants"),
        ("x = [0] * 1000000000", "collections"),
        ("x = (0,) * 1000000000", "collections"),
        ("x = 10000000000000000000000000", "constants"),
        ("x = b'abc'", "constants"),
        ("x = 1j", "constants"),
        ("x = ...", "constants"),
        ("bars.close[0] = 1", "collections"),
        ("bars.close = 1", "attributes"),
        ("p.fast = 1", "attributes"),
        ("p = 3", "names"),
        ("sma = 3", "names"),
        ("x = sma(*bars)", "syntax"),
        ("x = sma(**{})", "collections"),
        ("x = {**{}}", "collections"),
        ("try:\n        x = 1\n    except Exception:\n        x = 2", "syntax"),
        ("raise ValueError", "syntax"),
        ("with bars: pass", "syntax"),
        ("global x\n    x = 1", "syntax"),
        ("del bars", "syntax"),
        ("yield 1", "syntax"),
        ("async def f(): pass", "syntax"),
        ("class A: pass", "syntax"),
        ("def inner(): pass", "structure"),
        ("x: int = 3", "syntax"),
        ("x = (y := 3)", "syntax"),
        ("assert bars", "syntax"),
        ("match bars:\n        case 1: pass", "syntax"),
        ("x = _hidden", "names"),
        ("x = p._hidden", "attributes"),
    ],
)
def test_what_is_not_on_the_list_is_refused_by_its_check(statement, check):
    assert check in failed(BODY.format(statement))


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("x = 1", "structure"),
        ("def other(bars, p):\n    return {}", "structure"),
        ("def signals(bars):\n    return {}", "structure"),
        ("def signals(bars, p, q=1):\n    return {}", "structure"),
        ("@sma\ndef signals(bars, p):\n    return {}", "structure"),
        ("def signals(bars, p) -> dict:\n    return {}", "structure"),
        ("def signals(bars, p):\n    return {}\nsignals(1, 2)", "structure"),
        ("def sma(a):\n    return a\n\n\ndef signals(bars, p):\n    return {}", "names"),
        ("def signals(bars, p:\n    return", "parse"),
        ("\0", "parse"),
        ("x" * 200_000, "size"),
        ("\n" * 5_000, "size"),
        ("(" * 5_000 + ")" * 5_000, "parse"),
    ],
)
def test_the_shape_of_the_module_is_held(text, check):
    assert check in failed(text)


def test_a_refusal_carries_the_evidence():
    with pytest.raises(UnsafeCode) as refused:
        require_safe("import os\n")
    assert "imports: line 1: imports are refused" in [error.reason for error in refused.value.errors]


def test_restricted_python_refuses_by_itself():
    assert compile_safely(GOOD).co_filename == "<strategy>"
    with pytest.raises(UnsafeCode, match="__class__"):
        compile_safely("x = ().__class__")
    with pytest.raises(UnsafeCode):
        compile_safely("def (")


def test_the_base_line_of_a_cloud_is_no_door():
    body = "cloud = ichimoku(bars, 9, 26, 52)\n    x = cloud.base + ichimoku(bars, 9, 26, 52).base"
    assert failed(BODY.format(body)) == set()
