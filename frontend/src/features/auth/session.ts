import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { Preferences, User } from '@/api/types'

export const ME = ['me'] as const

/** Kept in this browser while somebody is signed in: tells an ended session from a first visit. */
const HERE = 'vibe.here'

export const wasHere = () => localStorage.getItem(HERE) !== null
export const rememberHere = () => localStorage.setItem(HERE, '1')
export const forgetHere = () => localStorage.removeItem(HERE)

export function useMe() {
  return useQuery({ queryKey: ME, queryFn: () => call<User>('GET', '/users/me'), staleTime: 60_000 })
}

type Credentials = { email: string; password: string }

export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (credentials: Credentials) =>
      call<{ user: User }>('POST', '/auth/login', { body: credentials }),
    onSuccess: ({ user }) => client.setQueryData(ME, user),
  })
}

export function useRegister() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (person: Credentials & { display_name?: string }) => {
      await call('POST', '/auth/register', { body: person })
      const { email, password } = person
      return call<{ user: User }>('POST', '/auth/login', { body: { email, password } })
    },
    onSuccess: ({ user }) => client.setQueryData(ME, user),
  })
}

/** Ends the session and leaves nothing of it in the page. */
export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call<void>('POST', '/auth/logout'),
    onSettled: () => {
      forgetHere()
      client.clear()
      window.location.assign('/sign-in/')
    },
  })
}

export function useUpdateMe() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: { display_name?: string; preferences?: Partial<Preferences> }) =>
      call<User>('PATCH', '/users/me', { body: change }),
    onSuccess: (user) => client.setQueryData(ME, user),
  })
}
