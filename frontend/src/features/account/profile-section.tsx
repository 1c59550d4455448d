'use client'
import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { useMe, useUpdateMe } from '@/features/auth/session'
import { useText } from '@/language/language'

export function ProfileSection() {
  const t = useText()
  const me = useMe()
  const update = useUpdateMe()
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? me.data?.display_name ?? ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    update.mutate({ display_name: name }, { onSuccess: () => toast.success(t.account.saved) })
  }
  return (
    <Panel>
      <PanelHead title={t.account.profile} />
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3 p-4">
        <Field label={t.account.name} className="min-w-52 flex-1">
          {(parts) => (
            <Input
              {...parts}
              autoComplete="name"
              maxLength={100}
              value={name}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.account.email} className="min-w-52 flex-1">
          {(parts) => <Input {...parts} readOnly value={me.data?.email ?? ''} />}
        </Field>
        <Button type="submit" disabled={typed === null || update.isPending}>
          {t.common.save}
        </Button>
        {update.isError ? <ProblemNote className="w-full" problem={update.error} /> : null}
      </form>
    </Panel>
  )
}
