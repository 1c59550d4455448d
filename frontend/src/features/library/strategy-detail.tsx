'use client'
import { ArrowLeft, MessageSquareText } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { LitProvider } from '@/features/chat/lit'
import { useStrategy } from '@/features/strategy/strategies'
import { StrategyPane } from '@/features/strategy/strategy-pane'
import { useText } from '@/language/language'

/** One strategy by itself, without its conversation. */
export function StrategyDetail({ id }: { id: string }) {
  const t = useText()
  const stored = useStrategy(id)
  const [view, setView] = useState<'strategy' | 'result'>('strategy')
  const conversation = stored.data?.conversation_id
  return (
    <LitProvider>
      <h1 className="sr-only">{stored.data?.name ?? t.library.title}</h1>
      <div className="flex shrink-0 items-center justify-between border-line border-b px-4 py-2">
        <Button look="quiet" size="small" asChild>
          <Link href="/library/">
            <ArrowLeft /> {t.library.title}
          </Link>
        </Button>
        <Button size="small" asChild>
          <Link href={conversation ? `/chat/?c=${conversation}` : `/chat/?s=${id}`}>
            <MessageSquareText /> {t.library.continueChat}
          </Link>
        </Button>
      </div>
      <div className="mx-auto flex min-h-0 w-full max-w-[1100px] flex-1 flex-col">
        <StrategyPane strategyId={id} reply={null} view={view} onView={setView} onSay={() => undefined} />
      </div>
    </LitProvider>
  )
}
