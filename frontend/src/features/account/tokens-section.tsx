'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '@/api/http'
import type { IssuedToken, Page, PersonalToken } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { localMoment } from '@/design/figures'
import { useText } from '@/language/language'

const KEY = ['tokens'] as const

export function TokensSection() {
  const t = useText()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const tokens = useQuery({ queryKey: KEY, queryFn: () => call<Page<PersonalToken>>('GET', '/auth/tokens') })
  const refresh = () => void client.invalidateQueries({ queryKey: KEY })
  const create = useMutation({
    mutationFn: () =>
      call<IssuedToken>('POST', '/auth/tokens', {
        body: { name: name.trim(), scopes: ['read', 'write', 'chat', 'run'] },
      }),
    onSuccess: () => {
      setName('')
      refresh()
    },
  })
  const revoke = useMutation({
    mutationFn: (id: string) => call<void>('DELETE', `/auth/tokens/${id}`),
    onSuccess: refresh,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Panel>
      <PanelHead title={t.account.tokens} note={t.account.tokensNote} />
      {tokens.data?.items.length === 0 ? (
        <p className="px-4 pt-3 text-[13px] text-ink-faint">{t.account.noTokens}</p>
      ) : null}
      {tokens.isError ? (
        <ProblemNote className="m-4" problem={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : null}
      <ul className="divide-y divide-line">
        {tokens.data?.items.map((token) => (
          <li key={token.id} className="flex items-center gap-3 px-4 py-2.5 text-[13px]">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{token.name}</p>
              <p className="figures text-ink-faint text-xs">
                {token.scopes.join(', ')} · {t.account.lastUsed}{' '}
                {token.last_used_at ? localMoment(token.last_used_at) : t.account.never}
              </p>
            </div>
            <Button
              size="small"
              look="quiet"
              aria-label={`${t.common.remove}: ${token.name}`}
              onClick={() => revoke.mutate(token.id)}
            >
              {t.common.remove}
            </Button>
          </li>
        ))}
      </ul>
      {create.data ? (
        <div role="status" className="mx-4 mt-3 rounded-lg bg-caution-wash px-3 py-2 text-[13px]">
          <p>{t.account.tokenOnce}</p>
          <code className="select-all break-all font-mono text-xs">{create.data.token}</code>
        </div>
      ) : null}
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3 p-4">
        <Field label={t.account.tokenName} className="min-w-52 flex-1">
          {(parts) => (
            <Input
              {...parts}
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={create.isPending || !name.trim()}>
          {t.account.createToken}
        </Button>
        {create.isError ? <ProblemNote className="w-full" problem={create.error} /> : null}
      </form>
    </Panel>
  )
}
