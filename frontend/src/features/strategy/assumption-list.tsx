'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Assumption, StoredStrategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { samePlace, useLit } from '@/features/chat/lit'
import { useText } from '@/language/language'
import { AssumptionForm } from './assumption-form'
import { setAt, valueAt } from './document-patch'
import { fieldWords, valueWords } from './field-words'
import { Section } from './section'
import { useSaveVersion } from './strategies'

/** Whether a value can be changed on one line; what the document has no place for is changed by saying it. */
function isEditable(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string')
  return ['string', 'number', 'boolean'].includes(typeof value)
}

/** What was assumed, why, and a way to change each in place. */
export function AssumptionList({ stored }: { stored: StoredStrategy }) {
  const t = useText()
  const lit = useLit()
  const save = useSaveVersion(stored.id)
  const [editing, setEditing] = useState<string | null>(null)
  const { assumptions } = stored.strategy
  if (assumptions.length === 0) return null

  const change = (assumption: Assumption, value: unknown) => {
    const changed = setAt(stored.strategy, assumption.field, value)
    const rest = assumptions.filter((other) => other !== assumption)
    save.mutate(
      {
        strategy: { ...changed, assumptions: rest },
        message: `${fieldWords(assumption.field, t.document)}: ${valueWords(value, t.document)}`,
      },
      { onSuccess: () => toast.success(t.strategy.saved) },
    )
  }
  return (
    <Section title={t.strategy.assumptions} note={t.strategy.assumptionsNote}>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {assumptions.map((assumption) => (
          <li
            key={`${assumption.field}${assumption.why}`}
            data-lit={lit.path !== null && samePlace(lit.path, assumption.field) ? true : undefined}
            className="flex flex-wrap items-start gap-x-3 gap-y-1 px-3 py-2 text-[13px]"
          >
            <div className="min-w-0 flex-1 basis-56">
              <p className="break-words">
                <span className="text-ink-faint first-letter:uppercase" title={assumption.field}>
                  {t.said(fieldWords(assumption.field, t.document))}:{' '}
                </span>
                <span className="font-medium">{valueWords(assumption.value, t.document)}</span>
              </p>
              <p className="break-words text-ink-soft text-xs">{t.said(assumption.why)}</p>
            </div>
            {editing === assumption.field ? (
              <AssumptionForm
                field={assumption.field}
                value={valueAt(stored.strategy, assumption.field)}
                saving={save.isPending}
                onSave={(value) => change(assumption, value)}
                onCancel={() => setEditing(null)}
              />
            ) : isEditable(valueAt(stored.strategy, assumption.field)) ? (
              <Button look="quiet" size="small" onClick={() => setEditing(assumption.field)}>
                {t.strategy.change}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {save.isError ? <ProblemNote className="mt-2" problem={save.error} /> : null}
    </Section>
  )
}
