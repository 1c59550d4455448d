'use client'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { useText } from '@/language/language'
import { Mark } from './mark'

export function NoSuchPage() {
  const t = useText()
  return (
    <main className="grid h-dvh place-items-center p-6">
      <div className="flex flex-col items-center gap-3 text-center">
        <Mark />
        <h1 className="mt-4 font-semibold text-xl">{t.problem.notFoundTitle}</h1>
        <p className="text-ink-soft">{t.problem.notFoundDetail}</p>
        <Button look="primary" asChild className="mt-3">
          <Link href="/chat/">{t.problem.goHome}</Link>
        </Button>
      </div>
    </main>
  )
}
