'use client'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import type { Strategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Textarea } from '@/components/ui/field'
import { ProblemNote } from '@/components/ui/problem-note'
import { useCreateStrategy } from '@/features/strategy/strategies'
import { readJson } from '@/features/strategy/use-validation'
import { useText } from '@/language/language'

type ImportDialogProps = { open: boolean; onOpenChange: (open: boolean) => void }

/** Takes a strategy document from a file or from the clipboard. */
export function ImportDialog({ open, onOpenChange }: ImportDialogProps) {
  const t = useText()
  const router = useRouter()
  const create = useCreateStrategy()
  const [text, setText] = useState('')
  const reading = readJson(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!('document' in reading)) return
    create.mutate(
      { strategy: reading.document as Strategy, message: t.library.imported },
      {
        onSuccess: (stored) => {
          toast.success(t.library.imported)
          onOpenChange(false)
          setText('')
          router.push(`/library/?s=${stored.id}`)
        },
      },
    )
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t.library.importTitle}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="JSON">
          {(parts) => (
            <Input
              {...parts}
              type="file"
              accept="application/json,.json"
              className="h-auto py-1.5"
              onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
            />
          )}
        </Field>
        <Field
          label={t.strategy.editorLabel}
          error={text && !('document' in reading) ? t.strategy.notJson : undefined}
        >
          {(parts) => (
            <Textarea
              {...parts}
              rows={10}
              spellCheck={false}
              className="font-mono text-xs"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {create.isError ? <ProblemNote problem={create.error} /> : null}
        <Button type="submit" look="primary" disabled={!('document' in reading) || create.isPending}>
          {t.library.import}
        </Button>
      </form>
    </Dialog>
  )
}
