"""The cost of one fill, as numbers."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class CostModel:
    """Fees and slippage of one instrument. Rates are fractions of the traded value (0.001 is 0.1 %).

    Attributes:
        commission: Broker's commission on market and stop fills (taker).
        maker_commission: The same on limit fills and targets (maker).
        per_unit: Commission a share or coin, account currency.
        minimum: Least commission of a fill, account currency.
        maximum: Most commission of a fill, a fraction of its value.
        buy_levy: Duties and levies on purchases, not part of the commission's minimum.
        sell_levy: The same on sales.
        sell_unit_levy: Levy a unit sold, account currency.
        sell_unit_levy_cap: Most of that levy a fill, account currency.
        entry_slippage: Distance from the price at which a position is opened, always to the worse side.
        exit_slippage: The same where it is left. Limit fills and targets have none.
        impact: Factor of square-root impact: impact x daily volatility x sqrt(quantity / volume).
        borrow: Cost of short positions, a fraction of their value a year.
        interest: Interest on idle cash, a fraction a year.
        funding: What longs of a perpetual future pay to shorts every eight hours, a fraction of the value.
    """

    commission: float = 0.0
    maker_commission: float = 0.0
    per_unit: float = 0.0
    minimum: float = 0.0
    maximum: float = 1.0
    buy_levy: float = 0.0
    sell_levy: float = 0.0
    sell_unit_levy: float = 0.0
    sell_unit_levy_cap: float = 0.0
    entry_slippage: float = 0.0
    exit_slippage: float = 0.0
    impact: float = 0.0
    borrow: float = 0.0
    interest: float = 0.0
    funding: float = 0.0

    def scaled(self, factor: float) -> "CostModel":
        """Return the model with every cost times `factor`; interest and funding, which may be earned, stay."""
        return CostModel(
            commission=self.commission * factor,
            maker_commission=self.maker_commission * factor,
            per_unit=self.per_unit * factor,
            minimum=self.minimum * factor,
            maximum=self.maximum * factor,
            buy_levy=self.buy_levy * factor,
            sell_levy=self.sell_levy * factor,
            sell_unit_levy=self.sell_unit_levy * factor,
            sell_unit_levy_cap=self.sell_unit_levy_cap * factor,
            entry_slippage=self.entry_slippage * factor,
            exit_slippage=self.exit_slippage * factor,
            impact=self.impact * factor,
            borrow=self.borrow * factor,
            interest=self.interest,
            funding=self.funding,
        )

    def without_slippage(self) -> "CostModel":
        """Return the model with fees alone."""
        return replace(self, entry_slippage=0.0, exit_slippage=0.0, impact=0.0)
