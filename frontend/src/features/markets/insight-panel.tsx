'use client'
import type { ReactNode } from 'react'
import type { Provenance } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Explained } from '@/components/ui/explained'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { localMoment, number, percent, signedNumber } from '@/design/figures'
import { useText } from '@/language/language'
import { useInsight } from './markets'

type LineProps = { name: string; provenance: Provenance | null; missing?: string; children: ReactNode }

/** One value, and on demand where it came from. */
function Line({ name, provenance, missing, children }: LineProps) {
  const t = useText()
  return (
    <div className="flex items-baseline justify-between gap-4 px-4 py-2.5 text-[13px]">
      <dt className="shrink-0 text-ink-soft">
        {provenance ? (
          <Explained
            explanation={
              <>
                <p>
                  {t.markets.provenance(
                    provenance.source,
                    t.said(provenance.method),
                    localMoment(provenance.as_of),
                  )}
                </p>
                {provenance.note ? <p className="mt-1 text-xs">{t.said(provenance.note)}</p> : null}
              </>
            }
          >
            {name}
          </Explained>
        ) : (
          name
        )}
      </dt>
      <dd className="figures min-w-0 break-words text-right">
        {missing ? (
          <span className="text-ink-faint">{`${t.markets.missing}: ${t.said(missing)}`}</span>
        ) : (
          children
        )}
      </dd>
    </div>
  )
}

export function InsightPanel({ symbol }: { symbol: string }) {
  const t = useText()
  const insight = useInsight(symbol)
  const facts = insight.data
  return (
    <Panel>
      <PanelHead title={t.markets.insight} note={t.markets.insightNote} />
      {insight.isPending ? <SkeletonRows rows={4} label={t.common.loading} /> : null}
      {insight.isError ? (
        <ProblemNote className="m-3" problem={insight.error} onRetry={() => void insight.refetch()} />
      ) : null}
      {facts ? (
        <>
          <p className="px-4 pt-3 text-[13px]">{t.said(facts.summary)}</p>
          <dl className="divide-y divide-line">
            <Line
              name={t.markets.trend}
              provenance={facts.trend?.provenance ?? null}
              missing={facts.missing.trend}
            >
              {facts.trend
                ? `${t.markets.trends[facts.trend.label]} · ${percent(facts.trend.strength, 0)}`
                : ''}
            </Line>
            <Line
              name={t.markets.regime}
              provenance={facts.volatility?.provenance ?? null}
              missing={facts.missing.volatility}
            >
              {facts.volatility
                ? `${t.markets.regimes[facts.volatility.label]} · ${t.markets.regimeText(percent(facts.volatility.annualised_volatility), percent(facts.volatility.percentile, 0))}`
                : ''}
            </Line>
            <Line
              name={t.markets.sentiment}
              provenance={facts.sentiment?.provenance ?? null}
              missing={facts.missing.sentiment}
            >
              {facts.sentiment
                ? `${t.markets.sentiments[facts.sentiment.label]} ${signedNumber(facts.sentiment.score)} · ${t.markets.sentimentText(facts.sentiment.headlines)}`
                : ''}
            </Line>
            <Line
              name={t.markets.phase}
              provenance={facts.regime?.provenance ?? null}
              missing={facts.missing.regime}
            >
              {facts.regime ? t.markets.phases[facts.regime.label] : ''}
            </Line>
            <Line
              name={t.markets.sector}
              provenance={facts.sector?.provenance ?? null}
              missing={facts.missing.sector}
            >
              {facts.sector
                ? [facts.sector.name, facts.sector.label ? t.markets.sectors[facts.sector.label] : null]
                    .filter(Boolean)
                    .join(' · ')
                : ''}
            </Line>
            {facts.funding ? (
              <Line name={t.markets.funding} provenance={facts.funding.provenance}>
                {`${percent(facts.funding.annualised)} · ${t.markets.fundings[facts.funding.label]}`}
              </Line>
            ) : null}
            {facts.fear_greed ? (
              <Line name={t.markets.fearGreed} provenance={facts.fear_greed.provenance}>
                {`${number(facts.fear_greed.value, 0)} · ${t.markets.moods[facts.fear_greed.label]}`}
              </Line>
            ) : null}
            {facts.macro.map((reading) => (
              <Line key={reading.key} name={reading.name} provenance={reading.provenance}>
                {`${number(reading.value)}${reading.unit === 'percent' ? ' %' : ''} · ${t.markets.readings[reading.reading]}`}
              </Line>
            ))}
            <Line name={t.markets.risk} provenance={null} missing={facts.missing.risk_flag}>
              {facts.risk_flag ? (
                <Badge
                  tone={
                    facts.risk_flag === 'high' ? 'bad' : facts.risk_flag === 'medium' ? 'caution' : 'good'
                  }
                >
                  {t.markets.risks[facts.risk_flag]}
                </Badge>
              ) : (
                t.markets.missing
              )}
            </Line>
          </dl>
          {facts.risk_reasons.length > 0 ? (
            <ul className="list-disc border-line border-t px-4 py-2.5 pl-8 text-[13px] text-ink-soft">
              {facts.risk_reasons.map((reason) => (
                <li key={reason}>{t.said(reason)}</li>
              ))}
            </ul>
          ) : null}
          {facts.headlines.length > 0 ? (
            <ul className="divide-y divide-line border-line border-t">
              {facts.headlines.slice(0, 6).map((headline) => (
                <li key={headline.url + headline.title} className="flex gap-3 px-4 py-2 text-[13px]">
                  <span className="min-w-0 flex-1 break-words">{headline.title}</span>
                  <span className="figures text-ink-faint">{signedNumber(headline.score)}</span>
                </li>
              ))}
            </ul>
          ) : null}
        </>
      ) : null}
    </Panel>
  )
}
