'use client'
import { Menu as MenuIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { useText } from '@/language/language'

const ConversationDrawer = dynamic(
  () => import('./conversation-drawer').then((module) => module.ConversationDrawer),
  { ssr: false },
)

export type Pane = 'conversation' | 'strategy' | 'result'

type PaneSwitchProps = { pane: Pane; onChange: (pane: Pane) => void; hasStrategy: boolean }

/** On narrow screens: the conversations, and which of the panes is shown. */
export function PaneSwitch({ pane, onChange, hasStrategy }: PaneSwitchProps) {
  const t = useText()
  // Nothing of the drawer is loaded before it is first asked for.
  const [open, setOpen] = useState<boolean | null>(null)
  return (
    <div className="flex h-12 shrink-0 items-center gap-2 border-line border-b bg-surface px-2 lg:hidden">
      <Button
        look="quiet"
        size="icon"
        className="md:hidden"
        aria-label={t.shell.conversations}
        onClick={() => setOpen(true)}
      >
        <MenuIcon />
      </Button>
      {hasStrategy ? (
        <Segmented
          className="mx-auto"
          label={t.chat.paneLabel}
          value={pane === 'conversation' ? pane : 'strategy'}
          onChange={onChange}
          options={[
            { value: 'conversation', label: t.chat.conversationTab },
            { value: 'strategy', label: t.chat.strategyTab },
          ]}
        />
      ) : (
        <p className="mx-auto font-medium text-sm">{t.shell.product}</p>
      )}
      <span aria-hidden className="size-8 md:hidden" />
      {open === null ? null : <ConversationDrawer open={open} onOpenChange={setOpen} />}
    </div>
  )
}
