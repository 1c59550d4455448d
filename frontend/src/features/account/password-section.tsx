'use client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { call } from '@/api/http'
import { isRefusal } from '@/api/problem'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { PasswordInput } from '@/features/auth/password-input'
import { useText } from '@/language/language'

export function PasswordSection() {
  const t = useText()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () =>
      call<void>('POST', '/auth/password', { body: { current_password: current, new_password: next } }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
      toast.success(t.account.passwordChanged)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate()
  }
  const isWrong = isRefusal(change.error, 'wrong_credentials')
  return (
    <Panel>
      <PanelHead title={t.account.password} />
      <form onSubmit={submit} className="flex flex-wrap items-start gap-3 p-4">
        <Field
          label={t.account.currentPassword}
          error={isWrong ? t.account.passwordWrong : undefined}
          className="min-w-52 flex-1"
        >
          {(parts) => <PasswordInput {...parts} isNew={false} value={current} onChange={setCurrent} />}
        </Field>
        <Field label={t.account.newPassword} hint={t.auth.passwordHint} className="min-w-52 flex-1">
          {(parts) => <PasswordInput {...parts} isNew value={next} onChange={setNext} />}
        </Field>
        <Button type="submit" className="mt-[22px]" disabled={change.isPending}>
          {t.account.changePassword}
        </Button>
        {change.isError && !isWrong ? <ProblemNote className="w-full" problem={change.error} /> : null}
      </form>
    </Panel>
  )
}
