'use client'
import { Info, TriangleAlert } from 'lucide-react'
import type { DataExtent, ExpectedSignals, MarketConditions, ReplyMetadata } from '@/api/types'
import { Explained } from '@/components/ui/explained'
import { count, day, number } from '@/design/figures'
import { useText } from '@/language/language'
import { Section } from './section'

function Conditions({ conditions }: { conditions: MarketConditions }) {
  const t = useText()
  return (
    <dl className="grid gap-x-3 gap-y-0.5 text-[13px] sm:grid-cols-[auto_minmax(0,1fr)]">
      <dt className="mb-0.5 font-medium sm:col-span-2">{conditions.title}</dt>
      <dt className="text-ink-faint">{t.strategy.doesWell}</dt>
      <dd className="text-ink-soft">{conditions.works_when}</dd>
      <dt className="text-ink-faint">{t.strategy.struggles}</dt>
      <dd className="text-ink-soft">{conditions.struggles_when}</dd>
    </dl>
  )
}

function Signals({ signals }: { signals: ExpectedSignals }) {
  const t = useText()
  const { entries, years, entries_per_year: yearly, typical_bars_held: held } = signals
  return (
    <>
      {entries !== null && years !== null && yearly !== null ? (
        <p className="figures text-[13px]">
          {t.strategy.signals(count(entries), number(years, 1), number(yearly, 1))}{' '}
          {held === null ? '' : t.strategy.typicallyHeld(number(held, 0))}
        </p>
      ) : null}
      {signals.warning ? (
        <p className="flex items-start gap-1.5 text-[13px] text-caution">
          <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden /> {signals.warning}
        </p>
      ) : null}
      {signals.missing ? <p className="text-ink-faint text-xs">{signals.missing}</p> : null}
    </>
  )
}

function History({ extent }: { extent: DataExtent }) {
  const t = useText()
  const known = extent.source !== null && extent.first !== null && extent.last !== null
  return (
    <li className="flex flex-wrap gap-x-2 text-xs">
      <span className="font-medium">
        {extent.symbol} {extent.timeframe}
      </span>
      <span className="figures text-ink-soft">
        {known
          ? `${extent.source} · ${t.markets.range(day(extent.first ?? ''), day(extent.last ?? ''), count(extent.bars))}`
          : t.strategy.askedOnline(extent.online.join(', '))}
      </span>
    </li>
  )
}

/** What to expect of the strategy before it is run: when it does well, how often it trades, on which history. */
export function Expectations({ metadata }: { metadata: ReplyMetadata }) {
  const t = useText()
  const { market_conditions: conditions, signal_frequency: signals, risk_assumptions: risks } = metadata
  if (!(conditions || signals || risks.length || metadata.data.length || metadata.notices.length)) return null
  return (
    <Section title={t.strategy.expectations} note={t.strategy.expectationsNote}>
      <div className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-3 py-2.5">
        {metadata.notices.map((notice) => (
          <p key={notice} className="flex items-start gap-1.5 text-[13px] text-ink-soft">
            <Info className="mt-0.5 size-3.5 shrink-0" aria-hidden /> {notice}
          </p>
        ))}
        {conditions ? <Conditions conditions={conditions} /> : null}
        {signals ? <Signals signals={signals} /> : null}
        {risks.length > 0 ? (
          <ul className="ml-4 list-disc text-[13px] text-ink-soft">
            {risks.map((risk) => (
              <li key={risk}>{risk}</li>
            ))}
          </ul>
        ) : null}
        {metadata.indicators.length > 0 ? (
          <p className="flex flex-wrap gap-x-3 gap-y-1 text-[13px]">
            {metadata.indicators.map((indicator) => (
              <Explained key={indicator.name} explanation={indicator.meaning}>
                {indicator.written.join(', ') || indicator.name}
              </Explained>
            ))}
          </p>
        ) : null}
        {metadata.data.length > 0 ? (
          <ul className="flex flex-col gap-0.5 border-line border-t pt-2">
            {metadata.data.map((extent) => (
              <History key={`${extent.symbol}${extent.timeframe}`} extent={extent} />
            ))}
          </ul>
        ) : null}
      </div>
    </Section>
  )
}
