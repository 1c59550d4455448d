import type { Result } from '@/api/types'
import type { Catalogue } from '@/language/language'

/** What the benchmark holds, as a person would say it; without a symbol of its own it is the market of the run itself. */
export function benchmarkName(result: Result, words: Catalogue['result']): string {
  const { benchmark, integrity } = result
  if (!benchmark) return ''
  if (benchmark.symbol !== 'equal_weight') return words.benchmark(benchmark.symbol)
  const traded = new Set(integrity.data.map((series) => series.origin.symbol))
  const [only] = traded
  return only !== undefined && traded.size === 1 ? words.benchmark(only) : words.equalWeight
}
