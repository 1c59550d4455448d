'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Spinner } from '@/components/ui/waiting'
import { useText } from '@/language/language'
import { useMe } from './session'

/** Leads to the chat, or to the sign-in page. */
export function FrontDoor() {
  const t = useText()
  const me = useMe()
  const router = useRouter()
  useEffect(() => {
    if (me.isSuccess) router.replace('/chat/')
    if (me.isError) router.replace('/sign-in/')
  }, [me.isSuccess, me.isError, router])
  return (
    <main className="grid h-dvh place-items-center text-ink-faint">
      <h1 className="sr-only">{t.shell.product}</h1>
      <Spinner />
      <span className="sr-only">{t.common.loading}</span>
    </main>
  )
}
