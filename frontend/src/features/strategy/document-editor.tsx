'use client'
import type { Diagnostic } from '@codemirror/lint'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import { toast } from 'sonner'
import type { StoredStrategy, Strategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { useDraft } from '@/features/chat/use-draft'
import { useText } from '@/language/language'
import { useWords } from './document-words'
import { JsonEditor } from './json-editor'
import { jsonPlaces, placeOf } from './json-places'
import { useSaveVersion } from './strategies'
import { readJson, useValidation } from './use-validation'

/** The document itself, to be edited: completion, checks as you type, and marks where something is wrong. */
export function DocumentEditor({ stored }: { stored: StoredStrategy }) {
  const t = useText()
  const written = useMemo(() => JSON.stringify(stored.strategy, leaveOutNulls, 2), [stored])
  const [draft, setDraft] = useDraft(`document.${stored.id}.${stored.version}`)
  const [round, setRound] = useState(0)
  // The editor owns its text; it is only handed one to begin with.
  const first = useMemo(() => (round === 0 ? keptDraft(stored) : null) ?? written, [round, stored, written])
  const text = draft || written
  const reading = readJson(text)
  const isJson = 'document' in reading
  const validation = useValidation(text)
  const words = useWords()
  const save = useSaveVersion(stored.id)
  const errors = validation.data?.errors ?? []
  const diagnostics = useMemo<Diagnostic[]>(() => {
    if (!isJson) return []
    const places = jsonPlaces(text)
    return errors.flatMap((error) => {
      const place = placeOf(places, error.path, error.column)
      if (!place) return []
      const message = error.suggestion
        ? `${error.reason} ${t.problem.perhaps(error.suggestion)}`
        : error.reason
      return [{ from: place[0], to: place[1], severity: 'error' as const, message }]
    })
  }, [errors, text, isJson, t])
  const valid = isJson && validation.data?.valid === true
  const keep = () =>
    isJson &&
    save.mutate(
      { strategy: reading.document as Strategy, message: t.strategy.author.user },
      {
        onSuccess: () => {
          setDraft('')
          toast.success(t.strategy.saved)
        },
      },
    )

  return (
    <>
      <div className="min-h-0 flex-1">
        <JsonEditor
          label={t.strategy.editorLabel}
          key={round}
          initial={first}
          words={words}
          diagnostics={diagnostics}
          onChange={(next) => setDraft(next === written ? '' : next)}
        />
      </div>
      <div className="max-h-[40%] shrink-0 overflow-y-auto border-line border-t bg-surface px-4 py-2.5 text-[13px]">
        {save.isError ? <ProblemNote className="mb-2" problem={save.error} /> : null}
        {errors.length > 0 && isJson ? (
          <ul className="mb-2 space-y-1">
            {errors.slice(0, 8).map((error) => (
              <li key={`${error.path}${error.column}${error.reason}`} className="break-words">
                <code className="font-mono text-loss text-xs">
                  {error.path}
                  {error.column ? `:${error.column}` : ''}
                </code>{' '}
                {error.reason} {error.suggestion ? t.problem.perhaps(error.suggestion) : ''}
              </li>
            ))}
          </ul>
        ) : null}
        <div className="flex flex-wrap items-center gap-2.5">
          <p role="status" className="flex min-w-0 flex-1 items-center gap-1.5 text-ink-soft">
            {valid ? (
              <CircleCheck className="size-4 shrink-0 text-gain" aria-hidden />
            ) : (
              <CircleAlert className="size-4 shrink-0 text-caution" aria-hidden />
            )}
            {valid
              ? t.strategy.valid
              : isJson
                ? t.strategy.invalid(Math.max(1, errors.length))
                : t.strategy.notJson}
            {valid && typeof validation.data?.lookback === 'number'
              ? ` · ${t.strategy.lookback(validation.data.lookback)}`
              : ''}
          </p>
          <span className="text-ink-faint text-xs max-sm:hidden">{t.strategy.editorHint}</span>
          {draft ? (
            <Button
              size="small"
              look="quiet"
              onClick={() => {
                setDraft('')
                setRound(round + 1)
              }}
            >
              {t.strategy.discard}
            </Button>
          ) : null}
          <Button size="small" look="primary" disabled={!draft || !valid || save.isPending} onClick={keep}>
            {t.strategy.saveAsVersion}
          </Button>
        </div>
      </div>
    </>
  )
}

/** A null is what stands where nothing is said; the text is shorter and means the same without it. */
const leaveOutNulls = (key: string, value: unknown) => (value === null && key !== 'value' ? undefined : value)

function keptDraft(stored: StoredStrategy): string | null {
  return localStorage.getItem(`vibe.draft.document.${stored.id}.${stored.version}`)
}
