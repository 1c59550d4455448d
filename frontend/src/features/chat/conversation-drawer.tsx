'use client'
import { Dialog } from '@/components/ui/dialog'
import { useText } from '@/language/language'
import { ConversationList } from './conversation-list'

type ConversationDrawerProps = { open: boolean; onOpenChange: (open: boolean) => void }

/** On narrow screens: the conversations, from the side. */
export function ConversationDrawer({ open, onOpenChange }: ConversationDrawerProps) {
  const t = useText()
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t.shell.conversations} side="left">
      <ConversationList onChoose={() => onOpenChange(false)} className="-mx-5" />
    </Dialog>
  )
}
