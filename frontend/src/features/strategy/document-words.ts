import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '@/api/http'
import type { Catalogue } from '@/api/types'
import type { Word } from './json-editor'

/** The keys of the document and the values of its choices. */
const KEYS =
  'schema_version name summary kind universe timeframe parameters value low high step label definitions expr rules id action when source order fraction setup for_setups risk stop_loss extra_stops stop_trigger take_profit trailing_stop break_even max_bars session_exit sizing execution fill allow_short pyramiding max_participation on_opposite fractional leverage limits entries_per_day losses_per_day daily_loss_percent max_drawdown_percent cooldown_bars max_open_positions costs preset percent per_share minimum stamp_duty_percent maker_percent taker_percent slippage borrow_percent cash_interest_percent funding_percent rotation rank_by hold rebalance filter weights pairs left right hedge z_length enter_z exit_z stop_z allocation benchmark assumptions unused_words'.split(
    ' ',
  )
const VALUES =
  'signals rotation pairs allocation enter_long exit_long enter_short exit_short add_long add_short percent atr distance price r_multiple percent_of_equity cash quantity risk_percent risk_cash volatility_target equal_weight next_open next_close same_close us_equities hk_equities crypto limit stop stop_limit open high low close volume'.split(
    ' ',
  )

/** Words to complete with: keys, choices, and every function of the catalogue. */
export function useWords(): readonly Word[] {
  const catalogue = useQuery({
    queryKey: ['catalogue'],
    queryFn: () => call<Catalogue>('GET', '/catalogue'),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return useMemo(() => {
    const functions = (catalogue.data?.functions ?? []).flatMap((entry): Word[] =>
      typeof entry.name === 'string'
        ? [{ label: entry.name, ...(typeof entry.meaning === 'string' ? { detail: entry.meaning } : {}) }]
        : [],
    )
    return [...KEYS.map((label) => ({ label })), ...VALUES.map((label) => ({ label })), ...functions]
  }, [catalogue.data])
}
