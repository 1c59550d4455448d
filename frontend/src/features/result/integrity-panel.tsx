'use client'
import type { LucideIcon } from 'lucide-react'
import { BadgeCheck, Database, Fingerprint, Grid3x3, Scale, Telescope, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Result, Run } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Panel, PanelHead } from '@/components/ui/panel'
import { chance, count, day, moment, number } from '@/design/figures'
import { useText } from '@/language/language'
import { isWorrying } from './overfitting'
import { OverfittingWords } from './overfitting-words'
import { SecondEngine } from './second-engine'
import { VerifyButton } from './verify-button'

type ProofProps = { icon: LucideIcon; title: string; verdict?: boolean | null; children: ReactNode }

function Proof({ icon: Icon, title, verdict = null, children }: ProofProps) {
  const colour = verdict === null ? 'text-ink-faint' : verdict ? 'text-gain' : 'text-loss'
  return (
    <li className="flex gap-3 px-4 py-3.5">
      <Icon className={`mt-0.5 size-5 shrink-0 ${colour}`} aria-hidden />
      <div className="min-w-0 flex-1 text-[13px]">
        <h3 className="font-semibold">{title}</h3>
        <div className="break-words text-ink-soft">{children}</div>
      </div>
    </li>
  )
}

/** Why the result may be believed, and where it may not. */
export function IntegrityPanel({ run, result }: { run: Run; result: Result }) {
  const t = useText()
  const { look_ahead, data, trials, overfitting, digest, engines, warnings } = result.integrity
  const stats = result.summary_stats
  return (
    <Panel data-testid="integrity">
      <PanelHead title={t.result.integrity} />
      <ul className="divide-y divide-line">
        <Proof icon={Telescope} title={t.result.lookAhead} verdict={look_ahead.passed}>
          <p>
            {look_ahead.passed ? t.result.lookAheadPassed(look_ahead.cuts.length) : t.result.lookAheadFailed}
          </p>
          {look_ahead.passed ? null : (
            <>
              {look_ahead.rule && look_ahead.bar ? (
                <p>{t.result.lookAheadAt(look_ahead.rule, moment(look_ahead.bar))}</p>
              ) : null}
              <p className="text-ink-faint text-xs" lang="en">
                {look_ahead.detail}
              </p>
            </>
          )}
        </Proof>
        <Proof
          icon={Scale}
          title={t.result.deflated}
          verdict={stats.deflated_sharpe === null ? null : stats.deflated_sharpe >= 0.95}
        >
          <p>{t.result.deflatedText(number(stats.sharpe), chance(stats.deflated_sharpe))}</p>
          <p>{t.result.trialsText(trials)}</p>
        </Proof>
        {overfitting ? (
          <Proof
            icon={Grid3x3}
            title={t.result.overfitting.title}
            verdict={isWorrying(overfitting) ? false : null}
          >
            <OverfittingWords found={overfitting} />
          </Proof>
        ) : null}
        {data.map((series) => (
          <Proof
            key={series.origin.symbol + series.origin.timeframe}
            icon={Database}
            title={`${t.result.data}: ${series.origin.symbol}`}
          >
            <p className="figures">
              {series.origin.source} · {series.origin.timeframe} · {day(series.first)} → {day(series.last)}
            </p>
            <p className="figures">
              {t.result.certificate(count(series.bars), series.missing_sessions, series.outliers)}
            </p>
            <p className="figures">{t.result.warmup(series.warmup_bars)}</p>
            {series.origin.falls.map((fall) => (
              <p key={fall.source} className="text-xs">
                {fall.source}: {t.said(fall.reason)}
              </p>
            ))}
            {series.origin.is_sample ? <Badge tone="caution">{t.result.sample}</Badge> : null}
            {series.origin.is_simulated ? <Badge tone="caution">{t.result.simulated}</Badge> : null}
          </Proof>
        ))}
        <Proof icon={BadgeCheck} title={t.result.engines} verdict={engines.agrees}>
          <SecondEngine runId={run.id} engines={engines} />
        </Proof>
        <Proof icon={Fingerprint} title={t.result.digest}>
          <p>{t.result.digestNote}</p>
          <code className="my-1 block break-all font-mono text-xs">{digest.value}</code>
          <VerifyButton runId={run.id} />
        </Proof>
        {warnings.length > 0 ? (
          <Proof icon={TriangleAlert} title={t.result.warnings}>
            <ul className="list-disc pl-4">
              {warnings.map((warning) => (
                <li key={warning}>{t.said(warning)}</li>
              ))}
            </ul>
          </Proof>
        ) : null}
      </ul>
    </Panel>
  )
}
