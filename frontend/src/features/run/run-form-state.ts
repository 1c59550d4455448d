import type { Availability, RunRequest, Strategy, User } from '@/api/types'

/** What stands in the run form, as text where a person types. */
export type RunForm = {
  start: string
  end: string
  cash: string
  costs: string
  benchmark: string
  adjustment: 'all' | 'splits' | 'none'
  fill: string
  seed: string
}

const back = (iso: string, years: number): string => {
  const moment = new Date(`${iso}T00:00:00Z`)
  moment.setUTCFullYear(moment.getUTCFullYear() - years)
  return moment.toISOString().slice(0, 10)
}

/** The start of a range of so many years that ends at `end`, never before the history begins. */
export function startOfRange(series: Availability | null, end: string, years: number | null): string {
  const first = series?.first.slice(0, 10) ?? '2000-01-01'
  if (years === null) return first
  const start = back(end, years)
  return [start, first].sort().at(-1) ?? first
}

/** Sensible values before anyone has touched the form. */
export function defaults(strategy: Strategy, series: Availability | null, user: User | undefined): RunForm {
  const own = user?.preferences?.defaults
  const end = series?.last.slice(0, 10) ?? new Date().toISOString().slice(0, 10)
  return {
    start: series ? startOfRange(series, end, null) : back(end, 10),
    end,
    cash: typeof own?.initial_cash === 'number' ? String(own.initial_cash) : '100000',
    costs: typeof own?.costs === 'string' ? own.costs : 'written',
    benchmark: strategy.benchmark ?? '',
    adjustment: 'all',
    fill: 'written',
    seed: '0',
  }
}

export function problemsOf(form: RunForm): { range: boolean; cash: boolean } {
  return { range: !(form.start < form.end), cash: !(Number(form.cash) > 0) }
}

/** The run that a form asks for; moved parameters and changed choices become overrides. */
export function requestOf(
  form: RunForm,
  stored: { id: string; version: number },
  parameters: Record<string, number>,
): RunRequest {
  const overrides: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(parameters)) overrides[`parameters.${name}`] = value
  if (form.costs !== 'written') overrides['costs.preset'] = form.costs
  if (form.fill !== 'written') overrides['execution.fill'] = form.fill
  return {
    strategy_id: stored.id,
    strategy_version: stored.version,
    start: form.start,
    end: form.end,
    initial_cash: Number(form.cash),
    adjustment: form.adjustment,
    benchmark: form.benchmark.trim() || null,
    seed: Number(form.seed) || 0,
    overrides,
  }
}
