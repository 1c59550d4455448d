import { toast } from 'sonner'
import { call } from '@/api/http'
import { Refused, readProblem } from '@/api/problem'
import type { StoredStrategy, Strategy } from '@/api/types'
import { saveFile } from '@/features/run/save-file'
import { useText } from '@/language/language'

export type ExportTarget = 'json' | 'python' | 'backtesting.py' | 'pine'

export const EXPORTS = [
  { target: 'json', text: 'exportJson' },
  { target: 'python', text: 'exportPython' },
  { target: 'backtesting.py', text: 'exportBacktesting' },
  { target: 'pine', text: 'exportPine' },
] as const satisfies readonly { target: ExportTarget; text: string }[]

type Exported = { filename: string; media_type: string; text: string }
type Wish = { strategy_id: string } | { strategy: Strategy }

const onlyCosts = (problem: unknown) =>
  problem instanceof Refused &&
  problem.document.errors.length > 0 &&
  problem.document.errors.every(({ path }) => path.startsWith('costs'))

async function saveAs(target: ExportTarget, body: Wish) {
  const file = await call<Exported>('POST', `/strategies/export/${target}`, { body })
  saveFile(file.filename, new Blob([file.text], { type: file.media_type }))
}

/** Saves a strategy as a file; what cannot be exported says why. Where only the costs stand in the way, it can be had without them. */
export function useExport() {
  const t = useText()
  return async (stored: StoredStrategy, target: ExportTarget) => {
    if (target === 'json') {
      const text = JSON.stringify(stored.strategy, null, 2)
      saveFile(`${stored.name}.json`, new Blob([text], { type: 'application/json' }))
      return
    }
    const refuse = (problem: unknown) => {
      const { title, detail } = readProblem(problem, t.problem)
      const label = t.strategy.exportWithoutCosts
      const action = onlyCosts(problem) ? { label, onClick: () => void withoutCosts() } : undefined
      toast.error(title, { description: detail, action, duration: action ? 15_000 : undefined })
    }
    const withoutCosts = async () => {
      const { costs: _costs, ...rest } = stored.strategy
      const strategy = { ...rest, costs: { preset: 'none' } } as Strategy
      await saveAs(target, { strategy }).then(() => toast.warning(t.strategy.exportedWithoutCosts), refuse)
    }
    await saveAs(target, { strategy_id: stored.id }).catch(refuse)
  }
}
