"""The proof as a result carries it: which rule, which bar."""

from collections.abc import Mapping

from backtest_engine.domain.certificate import moment
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.proof.look_ahead import Proof
from trading_contracts.results import LookAheadProof

_MOST_TOLD = 100
"""Cuts that a result names; of hundreds every n-th."""


def proof_of(proofs: Mapping[str, Proof], frames: Mapping[str, Frame]) -> LookAheadProof:
    """Return one verdict over the proofs of all symbols; the first finding names its rule and bar."""
    tried = sorted(
        {moment(int(frames[symbol].time[cut - 1])) for symbol, proof in proofs.items() for cut in proof.cuts}
    )
    cuts = tried[:: len(tried) // _MOST_TOLD + 1]
    for symbol, proof in proofs.items():
        finding = proof.finding
        if finding:
            bar = moment(int(frames[symbol].time[finding.bar]))
            known_until = moment(int(frames[symbol].time[finding.cut - 1]))
            rule = finding.slot.partition(".")[0] if finding.slot else "signals"
            detail = (
                f"{finding.slot} of {symbol} knew the future: its value at {bar.isoformat()} was another one when "
                f"{finding.manner} (after {known_until.isoformat()})."
            )
            return LookAheadProof(passed=False, cuts=tuple(cuts), rule=rule, bar=bar, detail=detail)
    histories = sum(len(proof.cuts) for proof in proofs.values())
    detail = f"Signals stayed the same on {histories} histories without their future."
    return LookAheadProof(passed=True, cuts=tuple(cuts), detail=detail)
