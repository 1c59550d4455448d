"""From items to rules: which condition belongs to which action."""

from strategy_ai_worker.domain.reading.assemble.logic import Assembly
from strategy_ai_worker.domain.reading.assemble.placing import assemble

__all__ = ["Assembly", "assemble"]
