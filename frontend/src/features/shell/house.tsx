'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { Refused } from '@/api/problem'
import { ProblemNote } from '@/components/ui/problem-note'
import { rememberHere, useMe } from '@/features/auth/session'
import { Palette } from '@/features/palette/palette'
import { RunWatcher } from '@/features/run/run-watcher'
import { useText } from '@/language/language'
import { BottomBar } from './bottom-bar'
import { SideBar } from './side-bar'

/** The frame around every page for people who are signed in. */
export function House({ children }: { children: ReactNode }) {
  const t = useText()
  const me = useMe()
  const router = useRouter()
  const signedOut = me.error instanceof Refused && me.error.document.status === 401

  useEffect(() => {
    if (me.isSuccess) rememberHere()
  }, [me.isSuccess])

  useEffect(() => {
    if (!signedOut) return
    const here = window.location.pathname + window.location.search
    router.replace(`/sign-in/?next=${encodeURIComponent(here)}`)
  }, [signedOut, router])

  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-ink"
      >
        {t.shell.skip}
      </a>
      <SideBar />
      <main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
        {me.isError && !signedOut ? (
          <ProblemNote className="m-4" problem={me.error} onRetry={() => void me.refetch()} />
        ) : null}
        {signedOut ? null : children}
      </main>
      <BottomBar />
      <Palette />
      <RunWatcher />
    </div>
  )
}
