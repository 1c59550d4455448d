'use client'
import type { DocumentChange } from '@/api/types'
import { useText } from '@/language/language'
import { telling } from './document-difference'
import { fieldWords, valueWords } from './field-words'

const isNothing = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)

/** What differs between two documents, line by line. */
export function ChangeList({ changes }: { changes: readonly DocumentChange[] }) {
  const t = useText()
  const told = telling(changes)
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <p className="border-line border-b px-3 py-1.5 font-medium text-ink-soft text-xs">
        {t.chat.changes(told.length)}
      </p>
      <ul className="divide-y divide-line">
        {told.map((change) => (
          <li key={change.path} className="px-3 py-2 text-[13px]">
            <p className="text-ink-faint text-xs" title={change.path}>
              {fieldWords(change.path, t.document)}
            </p>
            <div className="mt-0.5 flex flex-col gap-0.5">
              {isNothing(change.before) ? null : (
                <del className="break-words text-loss decoration-loss/50">
                  <span aria-hidden>− </span>
                  {valueWords(change.before, t.document)}
                </del>
              )}
              {isNothing(change.after) ? null : (
                <ins className="break-words text-gain no-underline">
                  <span aria-hidden>+ </span>
                  {valueWords(change.after, t.document)}
                </ins>
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}
