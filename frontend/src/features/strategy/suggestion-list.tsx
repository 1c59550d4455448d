'use client'
import { Plus } from 'lucide-react'
import { toast } from 'sonner'
import type { StoredStrategy, Suggestion } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { useText } from '@/language/language'
import { applyPatch } from './document-patch'
import { Section } from './section'
import { useSaveVersion } from './strategies'

type SuggestionListProps = { stored: StoredStrategy; suggestions: readonly Suggestion[] }

/** What is worth adding, with the reason; one click adds it as a new version. */
export function SuggestionList({ stored, suggestions }: SuggestionListProps) {
  const t = useText()
  const save = useSaveVersion(stored.id)
  if (suggestions.length === 0) return null
  const add = (suggestion: Suggestion) =>
    save.mutate(
      { strategy: applyPatch(stored.strategy, suggestion.patch), message: suggestion.title },
      { onSuccess: () => toast.success(t.strategy.saved, { description: suggestion.title }) },
    )
  return (
    <Section title={t.strategy.suggestions} note={t.strategy.suggestionsNote}>
      <ul className="flex flex-col gap-2">
        {suggestions.map((suggestion) => (
          <li
            key={suggestion.title}
            className="flex items-start gap-3 rounded-lg border border-line-strong border-dashed px-3 py-2.5"
          >
            <div className="min-w-0 flex-1 text-[13px]">
              <p className="font-medium">{suggestion.title}</p>
              <p className="break-words text-ink-soft text-xs leading-relaxed">{suggestion.reason}</p>
            </div>
            <Button size="small" disabled={save.isPending} onClick={() => add(suggestion)}>
              <Plus /> {t.strategy.add}
            </Button>
          </li>
        ))}
      </ul>
      {save.isError ? <ProblemNote className="mt-2" problem={save.error} /> : null}
    </Section>
  )
}
