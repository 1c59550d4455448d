'use client'
import type { Rule } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { classNames } from '@/design/class-names'
import { samePlace, useLighting, useLit } from '@/features/chat/lit'
import { useText } from '@/language/language'
import { SourceQuote } from './source-quote'

/** One rule: what it does, when, and the words it came from. */
export function RuleCard({ rule }: { rule: Rule }) {
  const t = useText()
  const path = `rules.${rule.id}`
  const lit = useLit()
  const lighting = useLighting(path)
  const isLit = lit.path !== null && samePlace(lit.path, path)
  const isEntry = !rule.action.startsWith('exit')
  return (
    <div
      {...lighting}
      data-path={path}
      tabIndex={0}
      className={classNames(
        'rounded-lg border border-line bg-surface px-3 py-2.5 transition-colors',
        isLit && 'border-line-strong bg-lit/45',
      )}
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={isEntry ? 'accent' : 'neutral'}>{t.strategy.actions[rule.action]}</Badge>
        <span className="text-[13px] text-ink-soft">{t.strategy.when}</span>
        <code className="break-all font-mono text-[13px]">{rule.when}</code>
      </p>
      <SourceQuote source={rule.source} />
    </div>
  )
}
