'use client'
import { Pencil, Trash2 } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { ConversationSummary } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Confirm } from '@/components/ui/confirm'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu'
import { ProblemNote } from '@/components/ui/problem-note'
import { useText } from '@/language/language'
import { useDeleteConversation, useRenameConversation } from './conversations'

type Part = { conversation: ConversationSummary; onDone: () => void }
type ConversationMenuItemsProps = {
  trigger: ReactNode
  conversation: ConversationSummary
  onDeleted: () => void
}

function RenameForm({ conversation, onDone }: Part) {
  const t = useText()
  const [title, setTitle] = useState(conversation.title)
  const rename = useRenameConversation()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate({ id: conversation.id, title: title.trim() }, { onSuccess: onDone })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t.chat.conversationTitle}>
        {(parts) => (
          <Input
            {...parts}
            required
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      {rename.isError ? <ProblemNote problem={rename.error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t.common.cancel}</Button>
        <Button type="submit" look="primary" disabled={rename.isPending || !title.trim()}>
          {t.common.save}
        </Button>
      </div>
    </form>
  )
}

function DeleteQuestion({ conversation, onDone, onDeleted }: Part & { onDeleted: () => void }) {
  const t = useText()
  const remove = useDeleteConversation()
  const drop = () =>
    remove.mutate(conversation.id, {
      onSuccess: () => {
        onDone()
        onDeleted()
      },
    })
  return (
    <Confirm
      note={t.chat.deleteNote(conversation.title)}
      isWorking={remove.isPending}
      problem={remove.error}
      onConfirm={drop}
      onCancel={onDone}
    />
  )
}

/** What can be done with a conversation: give it another name, delete it. */
export function ConversationMenuItems({ trigger, conversation, onDeleted }: ConversationMenuItemsProps) {
  const t = useText()
  const [open, setOpen] = useState<'rename' | 'delete' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Menu trigger={trigger} defaultOpen>
        <MenuItem onSelect={() => setOpen('rename')}>
          <Pencil /> {t.strategy.rename}
        </MenuItem>
        <MenuLine />
        <MenuItem danger onSelect={() => setOpen('delete')}>
          <Trash2 /> {t.common.remove}
        </MenuItem>
      </Menu>
      <Dialog
        open={open !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : close())}
        title={open === 'delete' ? t.chat.deleteTitle : t.strategy.rename}
      >
        {open === 'rename' ? <RenameForm conversation={conversation} onDone={close} /> : null}
        {open === 'delete' ? (
          <DeleteQuestion conversation={conversation} onDone={close} onDeleted={onDeleted} />
        ) : null}
      </Dialog>
    </>
  )
}
