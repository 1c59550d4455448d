'use client'
import { Copy, Pencil, RotateCcw } from 'lucide-react'
import { toast } from 'sonner'
import type { ChatReply } from '@/api/types'
import { Button } from '@/components/ui/button'
import { useText } from '@/language/language'
import { SourceWords } from './source-words'

type UserMessageProps = {
  text: string
  reply: ChatReply | null
  onEdit?: () => void
  onRetry?: () => void
}

export function UserMessage({ text, reply, onEdit, onRetry }: UserMessageProps) {
  const t = useText()
  const copy = () => void navigator.clipboard.writeText(text).then(() => toast.success(t.common.copied))
  return (
    <article aria-label={t.chat.you} className="group flex flex-col items-end">
      <div className="max-w-[92%] rounded-2xl rounded-br-md bg-accent-wash px-4 py-2.5 leading-relaxed">
        <SourceWords message={text} reply={reply} />
      </div>
      <div className="flex h-7 items-center opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100 max-md:opacity-100">
        <Button look="quiet" size="icon" className="size-7" aria-label={t.chat.copy} onClick={copy}>
          <Copy className="size-3.5!" />
        </Button>
        {onEdit ? (
          <Button look="quiet" size="icon" className="size-7" aria-label={t.chat.edit} onClick={onEdit}>
            <Pencil className="size-3.5!" />
          </Button>
        ) : null}
        {onRetry ? (
          <Button look="quiet" size="icon" className="size-7" aria-label={t.chat.retry} onClick={onRetry}>
            <RotateCcw className="size-3.5!" />
          </Button>
        ) : null}
      </div>
    </article>
  )
}
