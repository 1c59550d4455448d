'use client'
import { type FormEvent, useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { localMoment } from '@/design/figures'
import {
  type PasskeyOffer,
  passkeyOffer,
  useMakePasskey,
  usePasskeys,
  useRemovePasskey,
  wasDismissed,
} from '@/features/auth/passkeys'
import { useText } from '@/language/language'

function NewPasskey() {
  const t = useText()
  const [name, setName] = useState('')
  const make = useMakePasskey()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate(name.trim(), { onSuccess: () => setName('') })
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3 p-4">
      <Field label={t.account.passkeyName} className="min-w-52 flex-1">
        {(parts) => (
          <Input
            {...parts}
            required
            maxLength={80}
            placeholder={t.account.passkeyExample}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" disabled={make.isPending || !name.trim()}>
        {t.account.addPasskey}
      </Button>
      {make.isError && !wasDismissed(make.error) ? (
        <ProblemNote className="w-full" problem={make.error} />
      ) : null}
    </form>
  )
}

export function PasskeysSection() {
  const t = useText()
  const [offer, setOffer] = useState<PasskeyOffer | null>(null)
  const passkeys = usePasskeys()
  const remove = useRemovePasskey()
  useEffect(() => setOffer(passkeyOffer()), [])
  return (
    <Panel>
      <PanelHead title={t.account.passkeys} note={t.account.passkeysNote} />
      {passkeys.isPending ? <SkeletonRows rows={1} label={t.common.loading} /> : null}
      {passkeys.isError ? (
        <ProblemNote className="m-4" problem={passkeys.error} onRetry={() => void passkeys.refetch()} />
      ) : null}
      {passkeys.data?.items.length === 0 ? (
        <p className="px-4 pt-3 text-[13px] text-ink-faint">{t.account.noPasskeys}</p>
      ) : null}
      <ul className="divide-y divide-line">
        {passkeys.data?.items.map((passkey) => (
          <li key={passkey.id} className="flex items-center gap-3 px-4 py-2.5 text-[13px]">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{passkey.name}</p>
              <p className="figures text-ink-faint text-xs">
                {t.account.created} {localMoment(passkey.created_at)} · {t.account.lastUsed}{' '}
                {passkey.last_used_at ? localMoment(passkey.last_used_at) : t.account.never}
              </p>
            </div>
            <Button
              size="small"
              look="quiet"
              aria-label={`${t.common.remove}: ${passkey.name}`}
              disabled={remove.isPending}
              onClick={() => remove.mutate(passkey.id)}
            >
              {t.common.remove}
            </Button>
          </li>
        ))}
      </ul>
      {offer === 'yes' ? <NewPasskey /> : null}
      {offer === 'browser' || offer === 'address' ? (
        <p className="p-4 text-[13px] text-ink-soft">{t.account.passkeysNot[offer]}</p>
      ) : null}
    </Panel>
  )
}
