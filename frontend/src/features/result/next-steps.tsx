'use client'
import { Dices, FlaskConical, type LucideIcon, MessageSquareText } from 'lucide-react'
import Link from 'next/link'
import { Panel, PanelHead } from '@/components/ui/panel'
import { useText } from '@/language/language'

type StepProps = { href: string; icon: LucideIcon; title: string; note: string }

function Step({ href, icon: Icon, title, note }: StepProps) {
  return (
    <Link href={href} className="group flex items-start gap-3 bg-surface px-4 py-3.5 hover:bg-sunken">
      <Icon className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden />
      <span className="min-w-0">
        <span className="block font-medium text-[13px] group-hover:underline">{title}</span>
        <span className="block text-ink-soft text-xs">{note}</span>
      </span>
    </Link>
  )
}

/** Where to go from a result. */
export function NextSteps({ strategyId }: { strategyId: string }) {
  const words = useText().result.next
  const bench = `/workshop/?s=${strategyId}`
  return (
    <div className="@container">
      <Panel className="overflow-hidden" data-testid="next-steps">
        <PanelHead title={words.title} />
        <nav aria-label={words.title} className="grid gap-px bg-line @2xl:grid-cols-3">
          <Step href={bench} icon={FlaskConical} title={words.vary} note={words.varyNote} />
          <Step href={`${bench}&study=monte_carlo`} icon={Dices} title={words.luck} note={words.luckNote} />
          <Step
            href={`/library/?s=${strategyId}`}
            icon={MessageSquareText}
            title={words.change}
            note={words.changeNote}
          />
        </nav>
      </Panel>
    </div>
  )
}
