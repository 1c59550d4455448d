'use client'
import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { call, download } from '@/api/http'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { PasswordInput } from '@/features/auth/password-input'
import { forgetHere, useMe } from '@/features/auth/session'
import { saveFile } from '@/features/run/save-file'
import { useText } from '@/language/language'

/** Taking everything along, and leaving. */
export function DataSection() {
  const t = useText()
  const me = useMe()
  const [open, setOpen] = useState(false)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const take = useMutation({
    mutationFn: async () => saveFile('vibetrading-account.json', await download('/users/me/export')),
  })
  const leave = useMutation({
    mutationFn: () => call<void>('DELETE', '/users/me', { body: { password } }),
    onSuccess: () => {
      forgetHere()
      window.location.assign('/sign-in/')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    leave.mutate()
  }
  return (
    <Panel>
      <PanelHead title={t.account.data} />
      <div className="flex flex-wrap items-center gap-3 p-4">
        <Button disabled={take.isPending} onClick={() => take.mutate()}>
          <Download /> {t.account.export}
        </Button>
        <p className="min-w-0 flex-1 basis-60 text-[13px] text-ink-soft">{t.account.exportNote}</p>
        <Button look="danger" onClick={() => setOpen(true)}>
          {t.account.delete}
        </Button>
        {take.isError ? <ProblemNote className="w-full" problem={take.error} /> : null}
      </div>
      <Dialog open={open} onOpenChange={setOpen} title={t.account.delete} description={t.account.deleteNote}>
        <form onSubmit={submit} className="flex flex-col gap-4">
          <Field label={t.account.deleteConfirm}>
            {(parts) => (
              <Input
                {...parts}
                required
                autoComplete="off"
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
          <Field label={t.auth.password}>
            {(parts) => <PasswordInput {...parts} isNew={false} value={password} onChange={setPassword} />}
          </Field>
          {leave.isError ? <ProblemNote problem={leave.error} /> : null}
          <Button type="submit" look="danger" disabled={leave.isPending || email !== me.data?.email}>
            {t.account.delete}
          </Button>
        </form>
      </Dialog>
    </Panel>
  )
}
