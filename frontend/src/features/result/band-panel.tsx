'use client'
import type { Result } from '@/api/types'
import { Panel, PanelHead } from '@/components/ui/panel'
import { classNames } from '@/design/class-names'
import { count, number, percent, signedPercent, tone } from '@/design/figures'
import { useText } from '@/language/language'

/** The same run under harsher assumptions, one at a time. */
export function BandPanel({ result }: { result: Result }) {
  const t = useText()
  const { names } = t.statistics
  const stats = result.summary_stats
  const harsher = t.document.band
  const rows = [
    { name: t.result.asRun, meaning: '', ...stats },
    ...result.assumption_band.map((entry) =>
      Object.hasOwn(harsher, entry.name)
        ? { ...entry, ...harsher[entry.name as keyof typeof harsher] }
        : { ...entry, name: entry.name.replaceAll('_', ' ') },
    ),
  ]
  if (result.assumption_band.length === 0) return null
  return (
    <Panel data-testid="assumption-band">
      <PanelHead title={t.result.band} note={t.result.bandNote} />
      <div className="thin-scroll overflow-x-auto" tabIndex={0}>
        <table className="figures w-full min-w-[520px] text-[13px]">
          <thead className="text-ink-faint text-xs">
            <tr className="border-line border-b text-right">
              <th className="px-4 py-2 text-left font-medium">{t.result.assumption}</th>
              <th className="px-3 font-medium">{names.total_return.label}</th>
              <th className="px-3 font-medium">{names.sharpe.label}</th>
              <th className="px-3 font-medium">{names.max_drawdown.label}</th>
              <th className="px-4 font-medium">{names.trades.label}</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map((row) => (
              <tr key={row.name} className="text-right">
                <th scope="row" className="px-4 py-2 text-left font-normal">
                  <span className="block font-medium first-letter:uppercase">{row.name}</span>
                  {row.meaning ? <span className="block text-ink-faint text-xs">{row.meaning}</span> : null}
                </th>
                <td className={classNames('px-3', tone(row.total_return))}>
                  {signedPercent(row.total_return)}
                </td>
                <td className="px-3">{number(row.sharpe)}</td>
                <td className="px-3">{percent(row.max_drawdown)}</td>
                <td className="px-4">{count(row.trades)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
