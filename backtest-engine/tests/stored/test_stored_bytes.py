"""What the database keeps of a long result is shorter than it, and is read back as it was."""

import numpy as np
import pytest

from backtest_engine.adapters.stored_bytes import packed_numbers, packed_text, unpacked

TRADES = b'{"trade_log":[' + b",".join(b'{"pnl":%d,"side":"long"}' % n for n in range(5_000)) + b"]}"
WALK = b"\x85" + np.cumsum(np.random.default_rng(3).normal(size=20_000)).tobytes()
FLAT = b"\x85" + np.repeat(np.arange(200.0), 100).tobytes()


@pytest.mark.parametrize("content", [TRADES, WALK, FLAT, b"{}", b""])
@pytest.mark.parametrize("pack", [packed_text, packed_numbers])
def test_what_was_packed_is_read_as_it_was(pack, content):
    assert unpacked(pack(content)) == content


def test_long_trades_and_long_flat_curves_take_less_than_half():
    assert len(packed_text(TRADES)) < len(TRADES) / 2
    assert len(packed_numbers(FLAT)) < len(FLAT) / 2


def test_what_is_short_or_cannot_be_shortened_is_kept_as_it_is():
    assert packed_text(b"{}") == b"{}"
    noise = b"\x85" + np.random.default_rng(3).bytes(100_000)
    assert packed_numbers(noise) == noise


@pytest.mark.parametrize("content", [TRADES, WALK])
def test_what_was_kept_before_anything_was_packed_is_still_read(content):
    assert unpacked(content) == content
