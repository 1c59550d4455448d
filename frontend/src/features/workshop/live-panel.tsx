'use client'
import { useMemo, useRef } from 'react'
import { Panel } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { Skeleton } from '@/components/ui/waiting'
import { classNames } from '@/design/class-names'
import { count, number } from '@/design/figures'
import { LargeChart } from '@/features/chart/large-chart'
import { useText } from '@/language/language'
import { LiveCurves, viewportOf } from './live-curves'
import { LiveFigures } from './live-figures'
import { marksOf, namesOf, panesOf, shapeOf } from './live-panes'
import type { LiveState } from './live-session'
import type { Frame, Loaded, Viewport } from './session-wire'

type LivePanelProps = { state: LiveState; moved: boolean; onLook: (viewport: Viewport | null) => void }

const PANE = 92

type ChartProps = { loaded: Loaded; frame: Frame; whole: Frame; onLook: LivePanelProps['onLook'] }

function Chart({ loaded, frame, whole, onLook }: ChartProps) {
  const t = useText()
  const shape = JSON.stringify(shapeOf(frame, loaded, t.result))
  const panes = useMemo(() => panesOf(JSON.parse(shape), t.result), [shape, t])
  const curves = useMemo(() => new LiveCurves(whole, frame), [whole, frame])
  const marks = useMemo(() => marksOf(frame), [frame])
  return (
    <LargeChart
      testId="live-chart"
      label={`${t.workshop.liveChart}. ${t.workshop.markers(frame.markers.length, frame.markersInSight)}`}
      curves={curves}
      panes={panes}
      names={namesOf(panes, frame)}
      marks={marks}
      height={400 + Math.max(0, panes.length - 3) * PANE}
      onView={(from, to, columns) => onLook(viewportOf(whole, from, to, columns))}
    />
  )
}

/** What the strategy does with the numbers as they stand, computed anew with every move. */
export function LivePanel({ state, moved, onLook }: LivePanelProps) {
  const t = useText()
  const { frame, saved, loaded, line, problem, busy } = state
  // The last frame over all bars, to draw beside the part that is in sight.
  const last = useRef<Frame | null>(null)
  if (frame && frame.from === 0 && frame.to === frame.bars) last.current = frame
  const whole = last.current ?? saved
  const waiting = {
    lost: t.workshop.lost,
    refused: t.workshop.refused,
    asleep: t.workshop.asleep,
    connecting: t.workshop.opening,
  }
  const says =
    line !== 'open'
      ? waiting[line]
      : frame
        ? frame.seq === 0
          ? t.workshop.opened(count(frame.bars))
          : t.workshop.recalculated(count(frame.bars), number(frame.took, 0))
        : t.workshop.opening
  return (
    <Panel className="overflow-hidden">
      <header className="flex min-h-12 flex-wrap items-center gap-x-3 border-line border-b px-4 py-2.5">
        <h2 className="flex items-center gap-2 font-semibold text-sm tracking-tight">
          <span
            aria-hidden
            className={classNames(
              'size-2 rounded-full',
              line === 'open' ? 'bg-gain' : line === 'refused' ? 'bg-loss' : 'bg-caution',
              busy && line !== 'refused' && 'animate-pulse',
            )}
          />
          {t.workshop.live}
        </h2>
        <p className="figures text-ink-faint text-xs" data-testid="live-status" data-busy={busy}>
          {says}
        </p>
        {frame ? (
          <p className="ml-auto text-ink-faint text-xs">{t.result.trialsText(frame.stats.trials)}</p>
        ) : null}
      </header>
      {problem ? <ProblemNote className="m-4" problem={problem} /> : null}
      {frame && saved && loaded && whole ? (
        <>
          <LiveFigures stats={frame.stats} saved={saved.stats} moved={moved} />
          <div className="border-line border-t">
            <Chart loaded={loaded} frame={frame} whole={whole} onLook={onLook} />
          </div>
        </>
      ) : line === 'refused' ? null : (
        <div role="status" aria-label={t.common.loading} className="flex flex-col gap-3 p-4">
          <Skeleton className="h-14" />
          <Skeleton className="h-[400px]" />
        </div>
      )}
    </Panel>
  )
}
