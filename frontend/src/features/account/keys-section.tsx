'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '@/api/http'
import type { Page, StoredKey } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { localMoment } from '@/design/figures'
import { useText } from '@/language/language'

const KEY = ['keys'] as const
const PROVIDERS = [
  'openai',
  'anthropic',
  'openai_compatible',
  'qwen',
  'gemini',
  'ollama',
  'polygon',
  'alpaca',
  'fred',
] as const

/** Keys of language models and data vendors: written, never shown. */
export function KeysSection() {
  const t = useText()
  const client = useQueryClient()
  const [form, setForm] = useState({ provider: 'openai', key: '', base_url: '', model: '' })
  const keys = useQuery({ queryKey: KEY, queryFn: () => call<Page<StoredKey>>('GET', '/users/me/keys') })
  const refresh = () => void client.invalidateQueries({ queryKey: KEY })
  const put = useMutation({
    mutationFn: () => {
      const { provider, key, base_url, model } = form
      return call<StoredKey>('PUT', `/users/me/keys/${provider}`, {
        body: { key, ...(base_url ? { base_url } : {}), ...(model ? { model } : {}) },
      })
    },
    onSuccess: () => {
      setForm({ ...form, key: '' })
      refresh()
    },
  })
  const remove = useMutation({
    mutationFn: (provider: string) => call<void>('DELETE', `/users/me/keys/${provider}`),
    onSuccess: refresh,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.mutate()
  }
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  return (
    <Panel>
      <PanelHead title={t.account.keys} note={t.account.keysNote} />
      {keys.isError ? (
        <ProblemNote className="m-4" problem={keys.error} onRetry={() => void keys.refetch()} />
      ) : null}
      <ul className="divide-y divide-line">
        {keys.data?.items.map((stored) => (
          <li key={stored.provider} className="flex items-center gap-3 px-4 py-2.5 text-[13px]">
            <span className="font-medium">{stored.provider}</span>
            <Badge tone="good">{t.account.keySet}</Badge>
            <span className="figures min-w-0 flex-1 truncate text-ink-faint text-xs">
              {stored.model} {localMoment(stored.updated_at)}
            </span>
            <Button
              size="small"
              look="quiet"
              aria-label={`${t.account.removeKey}: ${stored.provider}`}
              onClick={() => remove.mutate(stored.provider)}
            >
              {t.account.removeKey}
            </Button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={submit}
        className="grid items-end gap-3 p-4 sm:grid-cols-2 lg:grid-cols-[160px_1fr_1fr_140px_auto]"
      >
        <Field label={t.markets.source}>
          {(parts) => (
            <Select
              {...parts}
              value={form.provider}
              onChange={(event) => set({ provider: event.target.value })}
            >
              {PROVIDERS.map((provider) => (
                <option key={provider}>{provider}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.account.key}>
          {(parts) => (
            <Input
              {...parts}
              type="password"
              required
              autoComplete="off"
              value={form.key}
              onChange={(event) => set({ key: event.target.value })}
            />
          )}
        </Field>
        <Field label="URL">
          {(parts) => (
            <Input
              {...parts}
              type="url"
              value={form.base_url}
              onChange={(event) => set({ base_url: event.target.value })}
            />
          )}
        </Field>
        <Field label={t.account.model}>
          {(parts) => (
            <Input {...parts} value={form.model} onChange={(event) => set({ model: event.target.value })} />
          )}
        </Field>
        <Button type="submit" disabled={put.isPending}>
          {t.account.saveKey}
        </Button>
        {put.isError ? <ProblemNote className="sm:col-span-full" problem={put.error} /> : null}
      </form>
    </Panel>
  )
}
