'use client'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { Suspense } from 'react'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { classNames } from '@/design/class-names'
import { useText } from '@/language/language'
import { ConversationMenu } from './conversation-menu'
import { useConversations } from './conversations'

type ConversationListProps = { className?: string; onChoose?: () => void }

function List({ onChoose }: { onChoose?: () => void }) {
  const t = useText()
  const router = useRouter()
  const open = useSearchParams().get('c')
  const conversations = useConversations()
  if (conversations.isPending) return <SkeletonRows rows={3} label={t.common.loading} />
  if (conversations.isError) {
    return (
      <ProblemNote
        className="m-2"
        problem={conversations.error}
        onRetry={() => void conversations.refetch()}
      />
    )
  }
  if (conversations.data.items.length === 0) {
    return <p className="px-2.5 py-1.5 text-ink-faint text-xs">{t.shell.noConversations}</p>
  }
  return (
    <ul className="flex flex-col gap-px">
      {conversations.data.items.map((conversation) => (
        <li
          key={conversation.id}
          className="group flex items-center rounded-md hover:bg-line/50 has-[[aria-current]]:bg-line/60"
        >
          <Link
            href={`/chat/?c=${conversation.id}`}
            onClick={onChoose}
            aria-current={conversation.id === open ? 'true' : undefined}
            title={conversation.title}
            className="min-w-0 flex-1 truncate px-2.5 py-1.5 text-[13px] text-ink-soft hover:text-ink aria-[current]:text-ink"
          >
            {conversation.title}
          </Link>
          <div className="opacity-0 focus-within:opacity-100 group-hover:opacity-100 has-[[data-state=open]]:opacity-100 pointer-coarse:opacity-100">
            <ConversationMenu
              conversation={conversation}
              onDeleted={() => (conversation.id === open ? router.replace('/chat/') : undefined)}
            />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** All conversations, newest first. */
export function ConversationList({ className, onChoose }: ConversationListProps) {
  const t = useText()
  return (
    <section aria-label={t.shell.conversations} className={classNames('flex flex-col', className)}>
      <div className="flex items-center justify-between px-5 pb-1">
        <h2 className="font-medium text-ink-faint text-xs">{t.shell.conversations}</h2>
        <Link
          href="/chat/"
          onClick={onChoose}
          aria-label={t.shell.newChat}
          title={t.shell.newChat}
          className="grid size-7 place-items-center rounded-md text-ink-soft hover:bg-line/60 hover:text-ink"
        >
          <Plus className="size-4" aria-hidden />
        </Link>
      </div>
      <div className="thin-scroll min-h-0 flex-1 overflow-y-auto px-2.5 pb-2">
        <Suspense>
          <List onChoose={onChoose} />
        </Suspense>
      </div>
    </section>
  )
}
