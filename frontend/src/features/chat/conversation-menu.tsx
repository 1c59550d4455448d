'use client'
import { Ellipsis } from 'lucide-react'
import type { ConversationSummary } from '@/api/types'
import { Button } from '@/components/ui/button'
import { useLater } from '@/components/ui/use-later'
import { useText } from '@/language/language'

type ConversationMenuProps = { conversation: ConversationSummary; onDeleted: () => void }

const load = () => import('./conversation-menu-items').then((module) => module.ConversationMenuItems)

/** The way to what can be done with a conversation; loaded when it is first opened. */
export function ConversationMenu({ conversation, onDeleted }: ConversationMenuProps) {
  const t = useText()
  const [Items, open] = useLater(load)
  const button = (
    <Button
      look="quiet"
      size="icon"
      aria-haspopup="menu"
      aria-label={`${t.common.more}: ${conversation.title}`}
      onClick={Items ? undefined : open}
    >
      <Ellipsis />
    </Button>
  )
  return Items ? <Items trigger={button} conversation={conversation} onDeleted={onDeleted} /> : button
}
