'use client'
import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { useState } from 'react'
import { localMoment } from '@/design/figures'
import { useSymbols } from '@/features/markets/markets'
import { symbolHref } from '@/features/markets/symbol-search'
import { useRuns } from '@/features/run/runs'
import { ACCOUNT, PLACES } from '@/features/shell/places'
import { useStrategies } from '@/features/strategy/strategies'
import { useRested } from '@/features/strategy/use-validation'
import { useText } from '@/language/language'

type PaletteDialogProps = { open: boolean; onOpenChange: (open: boolean) => void }

const item =
  'flex cursor-pointer items-center gap-2.5 rounded-md px-3 py-2 text-[13px] data-[selected=true]:bg-accent-wash'
const group =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-faint [&_[cmdk-group-heading]]:text-xs'

/** Pages, strategies, runs and symbols by keyboard. */
export function PaletteDialog({ open, onOpenChange }: PaletteDialogProps) {
  const t = useText()
  const router = useRouter()
  const { setTheme } = useTheme()
  const [words, setWords] = useState('')
  const wanted = useRested(words.trim(), 200)
  const symbols = useSymbols(wanted, open)
  const strategies = useStrategies()
  const runs = useRuns({ page: 1 })
  const go = (href: string) => () => {
    onOpenChange(false)
    router.push(href)
  }
  const act = (run: () => void) => () => {
    onOpenChange(false)
    run()
  }
  return (
    <Command.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label={t.palette.title}
      overlayClassName="fixed inset-0 z-40 bg-black/40"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[min(600px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised shadow-float"
    >
      <Command.Input
        value={words}
        onValueChange={setWords}
        placeholder={t.palette.placeholder}
        className="h-12 w-full border-line border-b bg-transparent px-4 text-[15px] outline-none placeholder:text-ink-faint"
      />
      <Command.List className="thin-scroll max-h-[56vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-[13px] text-ink-soft">
          {t.palette.nothing}
        </Command.Empty>
        <Command.Group heading={t.palette.pages} className={group}>
          {[...PLACES, ACCOUNT].map(({ name, href, icon: Icon }) => (
            <Command.Item key={name} value={`page ${t.shell[name]}`} onSelect={go(href)} className={item}>
              <Icon className="size-4 text-ink-faint" aria-hidden /> {t.shell[name]}
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading={t.palette.strategies} className={group}>
          {strategies.data?.items.slice(0, 30).map((stored) => (
            <Command.Item
              key={stored.id}
              value={`strategy ${stored.name} ${stored.id}`}
              onSelect={go(`/library/?s=${stored.id}`)}
              className={item}
            >
              <span className="truncate">{stored.name}</span>
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading={t.palette.runs} className={group}>
          {runs.data?.items.slice(0, 8).map((run) => (
            <Command.Item
              key={run.id}
              value={`run ${run.strategy_name} ${run.id}`}
              onSelect={go(`/runs/?id=${run.id}`)}
              className={item}
            >
              <span className="truncate">{run.strategy_name}</span>
              <span className="figures ml-auto text-ink-faint text-xs">{localMoment(run.created_at)}</span>
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading={t.palette.symbols} className={group}>
          {symbols.data?.items.slice(0, 12).map(({ instrument }) => (
            <Command.Item
              key={instrument.symbol}
              value={`symbol ${instrument.symbol} ${instrument.name} ${wanted}`}
              onSelect={go(symbolHref(instrument.symbol))}
              className={item}
            >
              <span className="font-medium">{instrument.symbol}</span>
              <span className="truncate text-ink-faint">{instrument.name}</span>
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading={t.palette.actions} className={group}>
          <Command.Item onSelect={act(() => setTheme('light'))} className={item}>
            {t.palette.toLight}
          </Command.Item>
          <Command.Item onSelect={act(() => setTheme('dark'))} className={item}>
            {t.palette.toDark}
          </Command.Item>
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  )
}
