'use client'
import { Menu as MenuIcon } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Segmented } from '@/components/ui/segmented'
import { useText } from '@/language/language'
import { ConversationList } from './conversation-list'

export type Pane = 'conversation' | 'strategy' | 'result'

type PaneSwitchProps = { pane: Pane; onChange: (pane: Pane) => void; hasStrategy: boolean }

/** On narrow screens: the conversations, and which of the panes is shown. */
export function PaneSwitch({ pane, onChange, hasStrategy }: PaneSwitchProps) {
  const t = useText()
  const [open, setOpen] = useState(false)
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
      <Dialog open={open} onOpenChange={setOpen} title={t.shell.conversations} side="left">
        <ConversationList onChoose={() => setOpen(false)} className="-mx-5" />
      </Dialog>
    </div>
  )
}
