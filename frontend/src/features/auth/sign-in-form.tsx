'use client'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { ProblemNote } from '@/components/ui/problem-note'
import { useText } from '@/language/language'
import { PasskeySignIn } from './passkey-sign-in'
import { PasswordInput } from './password-input'
import { useMe, useRegister, useSignIn, wasHere } from './session'
import { whereTo } from './where-to'

/** One form for both: signing in and making an account. */
export function SignInForm() {
  const t = useText()
  const router = useRouter()
  const me = useMe()
  const [isNew, setIsNew] = useState(false)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [name, setName] = useState('')
  const signIn = useSignIn()
  const register = useRegister()
  const doing = isNew ? register : signIn

  const [isEnded, setIsEnded] = useState(false)
  useEffect(() => setIsEnded(me.isError && wasHere()), [me.isError])

  useEffect(() => {
    if (me.isSuccess) router.replace(whereTo(window.location.search))
  }, [me.isSuccess, router])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isNew) register.mutate({ email, password, ...(name ? { display_name: name } : {}) })
    else signIn.mutate({ email, password })
  }

  return (
    <form onSubmit={submit} className="flex w-full max-w-sm flex-col gap-4">
      <h2 className="font-semibold text-xl tracking-tight">{isNew ? t.auth.register : t.auth.signIn}</h2>
      {isEnded && !isNew ? (
        <p role="status" className="rounded-md bg-caution-wash px-3 py-2 text-[13px] text-caution">
          {t.auth.expired}
        </p>
      ) : null}
      {isNew ? (
        <Field label={t.auth.name} hint={t.auth.nameHint}>
          {(parts) => (
            <Input
              {...parts}
              autoComplete="name"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <Field label={t.auth.email}>
        {(parts) => (
          <Input
            {...parts}
            type="email"
            name="email"
            required
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label={t.auth.password} hint={isNew ? t.auth.passwordHint : undefined}>
        {(parts) => <PasswordInput {...parts} isNew={isNew} value={password} onChange={setPassword} />}
      </Field>
      {doing.isError ? <ProblemNote problem={doing.error} /> : null}
      <Button type="submit" look="primary" size="large" disabled={doing.isPending}>
        {doing.isPending ? t.auth.working : isNew ? t.auth.register : t.auth.signIn}
      </Button>
      {isNew ? null : <PasskeySignIn />}
      <p className="text-center text-[13px] text-ink-soft">
        {isNew ? t.auth.haveAccount : t.auth.noAccount}{' '}
        <Button look="link" onClick={() => setIsNew(!isNew)}>
          {isNew ? t.auth.signIn : t.auth.register}
        </Button>
      </p>
    </form>
  )
}
