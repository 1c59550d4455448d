import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { Page, Passkey, PasskeyOptions, User } from '@/api/types'
import { ME } from './session'

const PASSKEYS = ['passkeys'] as const

export type PasskeyOffer = 'yes' | 'browser' | 'address'

/** Whether passkeys work here, or what is in the way: the browser, or an address without a name (WebAuthn knows sites by name). */
export function passkeyOffer(): PasskeyOffer {
  const isKnown =
    typeof PublicKeyCredential === 'function' &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function'
  if (!isKnown) return 'browser'
  return /^[\d.]+$|:/.test(window.location.hostname) ? 'address' : 'yes'
}

/** The person closed the browser's dialog, or let it run out: nothing is wrong. */
export function wasDismissed(problem: unknown): boolean {
  return problem instanceof DOMException && problem.name === 'NotAllowedError'
}

export function usePasskeys() {
  return useQuery({ queryKey: PASSKEYS, queryFn: () => call<Page<Passkey>>('GET', '/auth/passkeys') })
}

async function makePasskey(name: string): Promise<Passkey> {
  const { challenge_id, public_key } = await call<PasskeyOptions>('POST', '/auth/passkeys/options')
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    public_key as unknown as PublicKeyCredentialCreationOptionsJSON,
  )
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  return call<Passkey>('POST', '/auth/passkeys', {
    body: { challenge_id, credential: credential.toJSON(), name },
  })
}

export function useMakePasskey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: makePasskey,
    onSuccess: () => client.invalidateQueries({ queryKey: PASSKEYS }),
  })
}

export function useRemovePasskey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => call<void>('DELETE', `/auth/passkeys/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: PASSKEYS }),
  })
}

async function signIn(): Promise<{ user: User }> {
  const { challenge_id, public_key } = await call<PasskeyOptions>('POST', '/auth/passkeys/sign-in/options')
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    public_key as unknown as PublicKeyCredentialRequestOptionsJSON,
  )
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  return call('POST', '/auth/passkeys/sign-in', { body: { challenge_id, credential: credential.toJSON() } })
}

export function usePasskeySignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: signIn,
    onSuccess: ({ user }) => client.setQueryData(ME, user),
  })
}
