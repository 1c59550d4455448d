'use client'
import { ArrowRight, FileText } from 'lucide-react'
import type { ChatReply } from '@/api/types'
import { Button } from '@/components/ui/button'
import { dollars } from '@/design/figures'
import { ChangeList } from '@/features/strategy/change-list'
import { useText } from '@/language/language'
import { Markdown } from './markdown'

type ReplyViewProps = {
  reply: ChatReply
  text: string
  isLatest: boolean
  onAnswer: (text: string) => void
  onOpen: () => void
}

/** A finished answer: its words, what it changed, what it asks. */
export function ReplyView({ reply, text, isLatest, onAnswer, onOpen }: ReplyViewProps) {
  const t = useText()
  const cost = reply.metadata.cost_usd
  const said = text || reply.explanation || reply.readback
  return (
    <div className="flex flex-col gap-3">
      <Markdown source={said} />
      {reply.changes.length > 0 ? <ChangeList changes={reply.changes} /> : null}
      {reply.strategy && reply.version !== null ? (
        <button
          type="button"
          onClick={onOpen}
          className="flex items-center gap-2.5 self-start rounded-lg border border-line bg-surface py-2 pr-3 pl-2.5 text-left shadow-card hover:border-line-strong"
        >
          <FileText className="size-4 shrink-0 text-accent" aria-hidden />
          <span className="min-w-0 break-words font-medium text-[13px]">
            {t.chat.strategyReady(reply.strategy.name, reply.version)}
          </span>
          <ArrowRight className="size-4 shrink-0 text-ink-faint" aria-hidden />
        </button>
      ) : null}
      {reply.questions.map((question) => (
        <fieldset key={question.text} className="flex flex-col gap-2" disabled={!isLatest}>
          <legend className={said.includes(question.text) ? 'sr-only' : 'mb-2 font-medium'}>
            {question.text}
          </legend>
          <div className="flex flex-wrap gap-2">
            {question.options.map((option) => (
              <Button
                key={option}
                size="small"
                className="h-auto min-h-7 shrink whitespace-normal py-1 text-left"
                onClick={() => onAnswer(option)}
              >
                {option}
              </Button>
            ))}
          </div>
        </fieldset>
      ))}
      {typeof cost === 'number' && cost > 0 ? (
        <p className="figures text-ink-faint text-xs">{t.chat.cost(dollars(cost))}</p>
      ) : null}
    </div>
  )
}
