'use client'
import { type FormEvent, useState } from 'react'
import type { StoredStrategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { ProblemNote } from '@/components/ui/problem-note'
import { useText } from '@/language/language'
import { useSaveVersion } from './strategies'

type RenameDialogProps = { stored: StoredStrategy; open: boolean; onOpenChange: (open: boolean) => void }

export function RenameDialog({ stored, open, onOpenChange }: RenameDialogProps) {
  const t = useText()
  const [name, setName] = useState(stored.name)
  const save = useSaveVersion(stored.id)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { strategy: { ...stored.strategy, name: name.trim() }, message: t.strategy.rename },
      { onSuccess: () => onOpenChange(false) },
    )
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t.strategy.rename}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t.account.name}>
          {(parts) => (
            <Input
              {...parts}
              value={name}
              required
              maxLength={120}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {save.isError ? <ProblemNote problem={save.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>{t.common.cancel}</Button>
          <Button type="submit" look="primary" disabled={save.isPending || !name.trim()}>
            {t.common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
