type Definition = { label: string; meaning: string; formula: string }

const define = (label: string, meaning: string, formula = ''): Definition => ({ label, meaning, formula })

export const statistics = {
  groups: {
    growth: 'Growth',
    risk: 'Risk',
    reward: 'Reward for risk',
    trades: 'Trades',
    costs: 'Costs and activity',
    shape: 'Shape of returns',
    benchmark: 'Against the benchmark',
  },
  formula: 'Formula',
  perYear: (periods: string) => `${periods} periods a year`,
  names: {
    initial_cash: define('Starting cash', 'What the account began with.'),
    final_equity: define('Final equity', 'Cash and positions at the last close.'),
    total_return: define(
      'Total return',
      'What the account gained over the whole run, after costs.',
      'final equity ÷ starting cash − 1',
    ),
    cagr: define(
      'Return a year',
      'The steady yearly rate that gives the same total (CAGR).',
      '(final ÷ initial)^(1 ÷ years) − 1',
    ),
    volatility: define(
      'Volatility',
      'How much the returns spread, scaled to a year.',
      'standard deviation of returns × √periods',
    ),
    sharpe: define(
      'Sharpe',
      'Return per unit of volatility, a year. Above 1 is good; a single backtest overstates it.',
      'mean return ÷ deviation × √periods',
    ),
    sortino: define(
      'Sortino',
      'Like Sharpe, but only falls count as risk.',
      'mean return ÷ downside deviation × √periods',
    ),
    calmar: define('Calmar', 'Yearly return against the deepest fall.', 'return a year ÷ |max drawdown|'),
    max_drawdown: define(
      'Max drawdown',
      'The deepest fall from an earlier peak.',
      'min(equity ÷ running peak − 1)',
    ),
    max_drawdown_days: define(
      'Longest under water, days',
      'Days between a peak and the day it was reached again.',
    ),
    win_rate: define(
      'Win rate',
      'Share of trades that ended with a profit, after fees.',
      'winning trades ÷ trades',
    ),
    profit_factor: define(
      'Profit factor',
      'What was won for each unit that was lost.',
      'sum of profits ÷ |sum of losses|',
    ),
    expectancy: define(
      'Expectancy',
      'Average profit of a trade, in account currency.',
      'sum of profit ÷ trades',
    ),
    exposure: define('Exposure', 'Share of bars with a position.', 'bars in position ÷ bars'),
    trades: define('Trades', 'Rows of the trade log; parts of a scaled exit count one by one.'),
    average_bars_held: define('Average holding, bars', 'Bars from entry to exit, on average.'),
    turnover: define(
      'Turnover',
      'Value traded a year over the mean equity.',
      'traded value a year ÷ mean equity',
    ),
    costs_paid: define('Costs paid', 'Commissions, duties and slippage, all together.'),
    tail_ratio: define(
      'Tail ratio',
      'Good extremes against bad ones. Above 1, the best days outweigh the worst.',
      '|95th percentile ÷ 5th percentile|',
    ),
    value_at_risk_95: define(
      'Value at risk',
      'A loss that 5 % of the bars exceed.',
      '5th percentile of returns',
    ),
    conditional_value_at_risk_95: define(
      'Expected shortfall',
      'The average loss in the worst 5 % of bars (CVaR).',
      'mean of returns below the 5th percentile',
    ),
    skew: define('Skew', 'Negative: rare large losses. Positive: rare large gains.'),
    kurtosis: define('Excess kurtosis', 'Above 0: extremes are more frequent than in a normal distribution.'),
    probabilistic_sharpe: define(
      'Probabilistic Sharpe',
      'Chance that the true Sharpe ratio is above zero, given the length and shape of the record.',
    ),
    deflated_sharpe: define(
      'Deflated Sharpe',
      'Chance that the Sharpe ratio is not just the best of many attempts. Below 0.95, luck is a fair explanation.',
    ),
    trials: define(
      'Trials',
      'Runs of this strategy and its versions; each one is another chance to be lucky.',
    ),
    best_trade_pct: define('Best trade', 'Largest gain of one trade, in percent of its entry value.'),
    worst_trade_pct: define('Worst trade', 'Largest loss of one trade, in percent of its entry value.'),
    bars: define('Bars', 'Bars in the run, without the warm-up.'),
    alpha: define('Alpha a year', 'Return that the benchmark does not explain.', 'CAPM intercept × periods'),
    beta: define(
      'Beta',
      'How much the account moves when the benchmark moves by 1.',
      'covariance ÷ variance of benchmark',
    ),
    information_ratio: define(
      'Information ratio',
      'Extra return over the benchmark per unit of its deviation.',
    ),
  },
}
