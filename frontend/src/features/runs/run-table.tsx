'use client'
import Link from 'next/link'
import type { RunLine, RunStatus } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { classNames } from '@/design/class-names'
import { chance, count, localMoment, number, percent, signedPercent, tone } from '@/design/figures'
import { useText } from '@/language/language'

type RunTableProps = { runs: readonly RunLine[]; chosen: readonly string[]; onToggle: (id: string) => void }

const looks: Record<RunStatus, 'good' | 'bad' | 'accent' | 'neutral'> = {
  queued: 'neutral',
  running: 'accent',
  completed: 'good',
  failed: 'bad',
  cancelled: 'neutral',
  timed_out: 'bad',
  out_of_memory: 'bad',
}

export function RunTable({ runs, chosen, onToggle }: RunTableProps) {
  const t = useText()
  const { names } = t.statistics
  const cell = 'px-3 py-2.5 text-right'
  return (
    <div className="thin-scroll overflow-x-auto" tabIndex={0}>
      <table className="figures w-full min-w-[820px] text-[13px]">
        <thead className="text-ink-faint text-xs">
          <tr className="border-line border-b text-right">
            <th className="w-10 px-3 py-2">
              <span className="sr-only">{t.library.compareTitle}</span>
            </th>
            <th className="px-3 text-left font-medium">{t.library.strategy}</th>
            <th className="px-3 text-left font-medium">{t.library.range}</th>
            <th className="px-3 font-medium">{names.total_return.label}</th>
            <th className="px-3 font-medium">{names.sharpe.label}</th>
            <th className="px-3 font-medium">{names.deflated_sharpe.label}</th>
            <th className="px-3 font-medium">{names.max_drawdown.label}</th>
            <th className="px-3 font-medium">{names.trades.label}</th>
            <th className="px-3 text-left font-medium">{t.library.when}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {runs.map((run) => (
            <tr key={run.id} className="hover:bg-sunken/60">
              <td className="px-3">
                <input
                  type="checkbox"
                  className="size-4 accent-(--accent)"
                  aria-label={t.library.select(`${run.strategy_name} ${localMoment(run.created_at)}`)}
                  checked={chosen.includes(run.id)}
                  disabled={run.status !== 'completed'}
                  onChange={() => onToggle(run.id)}
                />
              </td>
              <td className="max-w-72 px-3 py-2.5">
                <Link
                  href={`/runs/?id=${run.id}`}
                  className="block truncate font-medium hover:underline"
                  title={run.strategy_name}
                >
                  {run.strategy_name || run.id.slice(0, 8)}
                </Link>
                <span className="flex gap-1.5 pt-0.5">
                  {run.status === 'completed' ? null : (
                    <Badge tone={looks[run.status]}>{t.run.status[run.status]}</Badge>
                  )}
                  <span className="text-ink-faint text-xs">{run.symbols.slice(0, 4).join(', ')}</span>
                </span>
                {run.headline ? (
                  // On a phone the columns of figures lie out of sight.
                  <span aria-hidden className="pt-0.5 text-xs md:hidden">
                    <span className={tone(run.headline.total_return)}>
                      {signedPercent(run.headline.total_return)}
                    </span>
                    <span className="text-ink-soft">
                      {` · ${names.sharpe.label} ${number(run.headline.sharpe)} · ${names.trades.label} ${count(run.headline.trades)}`}
                    </span>
                  </span>
                ) : null}
              </td>
              <td className="whitespace-nowrap px-3 text-ink-soft">
                {run.settings.start}
                <br />
                {run.settings.end}
              </td>
              <td className={classNames(cell, tone(run.headline?.total_return))}>
                {signedPercent(run.headline?.total_return)}
              </td>
              <td className={cell}>{number(run.headline?.sharpe)}</td>
              <td className={cell}>{chance(run.headline?.deflated_sharpe)}</td>
              <td className={cell}>{percent(run.headline?.max_drawdown)}</td>
              <td className={cell}>{count(run.headline?.trades)}</td>
              <td className="whitespace-nowrap px-3 text-ink-faint text-xs">{localMoment(run.created_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
