'use client'
import { signedPercent } from '@/design/figures'
import { useText } from '@/language/language'
import type { MonthTable } from './returns'

/** How strongly a cell is tinted: full at ten percent a month. */
function tint(value: number | null): string | undefined {
  if (value === null || value === 0) return undefined
  const share = Math.round(Math.min(1, Math.abs(value) / 0.1) * 45) + 5
  return `color-mix(in oklch, var(${value > 0 ? '--gain' : '--loss'}) ${share}%, transparent)`
}

/** Every month of every year; colour and sign say the same. */
export function MonthGrid({ table }: { table: MonthTable }) {
  const t = useText()
  return (
    <div className="thin-scroll max-h-[460px] overflow-auto px-3 pb-3" tabIndex={0}>
      <table className="figures w-full min-w-[680px] table-fixed border-separate border-spacing-0.5 text-center text-[11.5px]">
        <thead className="text-ink-faint">
          <tr>
            <th className="sticky left-0 w-14 bg-surface py-1.5 text-left font-medium">{t.result.year}</th>
            {t.result.monthNames.map((month) => (
              <th key={month} className="font-medium">
                {month}
              </th>
            ))}
            <th className="font-medium">{t.result.wholeYear}</th>
          </tr>
        </thead>
        <tbody>
          {table.map((row) => (
            <tr key={row.year}>
              <th scope="row" className="sticky left-0 bg-surface pr-2 text-left font-medium text-ink-soft">
                {row.year}
              </th>
              {row.months.map((value, month) => (
                <td
                  key={t.result.monthNames[month]}
                  className={value ? 'h-7 rounded-[3px]' : 'h-7 text-ink-faint'}
                  style={{ background: tint(value) }}
                >
                  {value === null ? '' : signedPercent(value, 1).replace('%', '')}
                </td>
              ))}
              <td className="rounded-[3px] font-semibold" style={{ background: tint(row.whole / 2) }}>
                {signedPercent(row.whole, 1).replace('%', '')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
