import { toast } from 'sonner'
import { call } from '@/api/http'
import { readProblem } from '@/api/problem'
import type { StoredStrategy } from '@/api/types'
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

/** Saves a strategy as a file; what cannot be exported says why. */
export function useExport() {
  const t = useText()
  return async (stored: StoredStrategy, target: ExportTarget) => {
    if (target === 'json') {
      const text = JSON.stringify(stored.strategy, null, 2)
      saveFile(`${stored.name}.json`, new Blob([text], { type: 'application/json' }))
      return
    }
    try {
      const body = { strategy_id: stored.id }
      const file = await call<Exported>('POST', `/strategies/export/${target}`, { body })
      saveFile(file.filename, new Blob([file.text], { type: file.media_type }))
    } catch (problem) {
      const facts = readProblem(problem, t.problem)
      toast.error(facts.title, { description: facts.detail })
    }
  }
}
