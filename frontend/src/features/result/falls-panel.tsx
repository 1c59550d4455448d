'use client'
import { useMemo } from 'react'
import { Panel, PanelHead } from '@/components/ui/panel'
import { count, dayOf, percent } from '@/design/figures'
import { useText } from '@/language/language'
import { deepestFalls } from './returns'
import type { RunSeries } from './run-series'

const MOST = 5
const DAY = 86_400

/** The deepest falls: when each began, was deepest and was made good again. */
export function FallsPanel({ series }: { series: RunSeries }) {
  const t = useText()
  const words = t.result.falls
  const falls = useMemo(() => deepestFalls(series.times, series.account.drawdown, MOST), [series])
  const end = series.times.at(-1) ?? 0
  return (
    <Panel data-testid="falls">
      <PanelHead title={words.title} note={words.note} />
      {falls.length === 0 ? (
        <p className="px-4 py-6 text-[13px] text-ink-faint">{words.none}</p>
      ) : (
        <div className="thin-scroll overflow-x-auto" tabIndex={0}>
          <table className="figures w-full min-w-[520px] text-[13px]">
            <thead className="text-ink-faint text-xs">
              <tr className="border-line border-b text-right">
                <th className="py-2 pl-4 text-left font-medium">{words.depth}</th>
                <th className="px-3 font-medium">{words.from}</th>
                <th className="px-3 font-medium">{words.bottom}</th>
                <th className="px-3 font-medium">{words.to}</th>
                <th className="pr-4 pl-3 font-medium">{words.days}</th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {falls.map((fall) => (
                <tr key={fall.from} className="text-right">
                  <th scope="row" className="py-2 pl-4 text-left font-medium text-loss">
                    {percent(fall.depth, 1)}
                  </th>
                  <td className="px-3">{dayOf(fall.from)}</td>
                  <td className="px-3">{dayOf(fall.bottom)}</td>
                  <td className="px-3">{fall.to === null ? words.lasting : dayOf(fall.to)}</td>
                  <td className="pr-4 pl-3">{count(((fall.to ?? end) - fall.from) / DAY)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}
