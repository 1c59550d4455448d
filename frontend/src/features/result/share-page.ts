import type { Result, Run } from '@/api/types'
import { dayOf, moment, number, price, signedNumber, signedPercent } from '@/design/figures'
import type { Catalogue, Language } from '@/language/language'
import { benchmarkName } from './benchmark-name'
import { exitReason } from './exit-reason'
import { figureOf, GROUPS, writeFigure } from './figure-line'
import type { RunSeries } from './run-series'
import { remarksOn } from './verdict'

type Shared = { run: Run; result: Result; series: RunSeries; language: Language }

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const safe = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)

const WIDTH = 960
const HEIGHT = 280
const MOST_POINTS = 1500

function path(values: Float64Array, low: number, high: number): string {
  const every = Math.max(1, Math.ceil(values.length / MOST_POINTS))
  const kept = values.filter((_, index) => index % every === 0 || index === values.length - 1)
  return Array.from(kept, (value, index) => {
    const x = (index / Math.max(1, kept.length - 1)) * WIDTH
    const y = HEIGHT - ((value - low) / (high - low || 1)) * HEIGHT
    return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
  }).join('')
}

/** Account and benchmark as a drawing that says what it shows: names, and the ends of both axes. */
function curves({ times, account, benchmark }: RunSeries, names: { own: string; theirs: string }): string {
  const theirs = benchmark?.equity ?? new Float64Array()
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const values of [account.equity, theirs]) {
    for (const value of values) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  const line = (values: Float64Array, look: string) =>
    `<path class="${look}" d="${path(values, low, high)}" fill="none"/>`
  const legend = [`<span class="own">${safe(names.own)}</span>`]
  if (benchmark) legend.push(`<span class="their">${safe(names.theirs)}</span>`)
  const ends = (from: string, to: string) => `<p class="ends"><span>${from}</span><span>${to}</span></p>`
  return `<p class="legend">${legend.join('')}</p><p class="edge">${number(high, 0)}</p><svg viewBox="0 -6 ${WIDTH} ${HEIGHT + 12}" role="img" aria-label="${safe(`${names.own}, ${names.theirs}`)}">${line(theirs, 'their')}${line(account.equity, 'own')}</svg><p class="edge">${number(low, 0)}</p>${ends(dayOf(times[0]), dayOf(times.at(-1)))}`
}

const STYLE =
  'svg{display:block;width:100%}svg .own{stroke:#2a52a8;stroke-width:2}svg .their{stroke:#8a8f98;stroke-width:1.2}.legend{display:flex;gap:20px;margin:0;font-size:13px}.legend span::before{content:"";display:inline-block;width:14px;height:3px;margin-right:6px;vertical-align:middle;background:#2a52a8}.legend .their::before{background:#8a8f98}.edge,.ends{margin:0;font-size:12px;color:#666}.edge{text-align:right}.ends{display:flex;justify-content:space-between}.wide{overflow-x:auto}body{font:15px/1.55 system-ui,sans-serif;max-width:960px;margin:40px auto;padding:0 20px;color:#1c2230}h1{font-size:24px}h2{font-size:16px;margin-top:36px}table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}td,th{border-bottom:1px solid #e4e2dc;padding:5px 8px;text-align:left}td.n{text-align:right}pre{white-space:pre-wrap;background:#f5f4f0;padding:14px;border-radius:8px;font-size:12.5px}small{color:#666}@media(prefers-color-scheme:dark){body{background:#12151c;color:#e8e8e6}td,th{border-color:#2c313c}pre{background:#1b1f28}small,.edge,.ends{color:#aaa}svg .own{stroke:#7ea2ec}.legend span::before{background:#7ea2ec}}h1,p,li{overflow-wrap:anywhere}'

/** A run as one read-only page without scripts: everything to judge it by, nothing to load. */
export function sharePage({ run, result, series, language }: Shared, t: Catalogue): string {
  const { integrity } = result
  const figures = GROUPS.map(
    (group) =>
      `<h2>${safe(t.statistics.groups[group.title])}</h2><table>${group.names
        .map((name) => {
          const words = t.statistics.names[name]
          return `<tr><th>${safe(words.label)}<br><small>${safe(words.meaning)}</small></th><td class="n">${writeFigure(name, figureOf(result.summary_stats, name))}</td></tr>`
        })
        .join('')}</table>`,
  ).join('')
  const trades = result.trade_log
    .map(
      (trade, index) =>
        `<tr><td class="n">${index + 1}</td><td>${safe(trade.symbol)}</td><td>${t.result.sides[trade.side]}</td><td>${moment(trade.entry_time)}</td><td class="n">${price(trade.entry_price)}</td><td>${moment(trade.exit_time)}</td><td class="n">${price(trade.exit_price)}</td><td class="n">${signedPercent(trade.return_pct / 100, 2)}</td><td class="n">${signedNumber(trade.pnl)}</td><td>${safe(exitReason(trade, t.document))}</td></tr>`,
    )
    .join('')
  const { table } = t.result
  const head = [
    table.number,
    table.symbol,
    table.side,
    table.entry,
    table.entryPrice,
    table.exit,
    table.exitPrice,
    table.returnPct,
    table.pnl,
    table.reason,
  ]
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe(run.strategy_name)}</title><style>${STYLE}</style>
<main><h1>${safe(run.strategy_name)}</h1><p>${run.settings.start} – ${run.settings.end} · ${number(run.settings.initial_cash, 0)}</p>
<ul>${remarksOn(run, result, t.result.words)
    .map((remark) => `<li>${safe(remark.text)}</li>`)
    .join('')}</ul>
<h2>${safe(t.strategy.readback)}</h2><pre>${safe(result.readback)}</pre>
<h2>${safe(t.result.equity)}</h2>${curves(series, { own: t.result.account, theirs: benchmarkName(result, t.result) })}${figures}
<h2>${safe(t.result.integrity)}</h2><p>${safe(integrity.look_ahead.detail)}</p><p>${safe(t.result.trialsText(integrity.trials))}</p><p><small>${safe(t.result.digest)}: ${safe(integrity.digest.value)}</small></p>
<h2>${safe(t.result.trades)}</h2><div class="wide" tabindex="0"><table><tr>${head.map((word) => `<th>${safe(word)}</th>`).join('')}</tr>${trades}</table></div>
<h2>${safe(t.strategy.code)}</h2><pre>${safe(result.code)}</pre></main></html>`
}
