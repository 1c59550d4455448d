'use client'
import Link from 'next/link'
import { useState } from 'react'
import type { RankedAsset } from '@/api/types'
import { Explained } from '@/components/ui/explained'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { Segmented } from '@/components/ui/segmented'
import { SkeletonRows } from '@/components/ui/waiting'
import { classNames } from '@/design/class-names'
import { localMoment, percent, signedPercent, tone } from '@/design/figures'
import { useText } from '@/language/language'
import { type RankingBy, useTopAssets } from './markets'
import { symbolHref } from './symbol-search'

const ORDERS: readonly RankingBy[] = ['momentum', 'strength', 'calm', 'turbulent']

function Row({ asset }: { asset: RankedAsset }) {
  const t = useText()
  const cell = 'px-3 py-1.5 text-right'
  const { provenance } = asset
  return (
    <tr>
      <td className="px-4 py-1.5">
        <Link href={symbolHref(asset.asset)} className="font-medium hover:underline">
          {asset.asset}
        </Link>
        <span className="block max-w-56 truncate text-ink-faint text-xs">{asset.name}</span>
      </td>
      <td className={classNames(cell, tone(asset.return_month))}>{signedPercent(asset.return_month)}</td>
      <td className={classNames(cell, tone(asset.return_quarter))}>{signedPercent(asset.return_quarter)}</td>
      <td className={cell}>{percent(asset.annualised_volatility)}</td>
      <td className={classNames(cell, 'whitespace-nowrap text-ink-faint text-xs')}>
        <Explained
          explanation={t.markets.provenance(
            provenance.source,
            t.said(provenance.method),
            localMoment(provenance.as_of),
          )}
        >
          {asset.stale ? t.markets.stale : provenance.source}
        </Explained>
      </td>
    </tr>
  )
}

/** Which of the assets on this server lead, by one measure at a time. */
export function TopAssets() {
  const t = useText()
  const [by, setBy] = useState<RankingBy>('momentum')
  const top = useTopAssets(by)
  const left = Object.entries(top.data?.left_out ?? {})
  const head = 'px-3 py-2 font-medium'
  return (
    <Panel>
      <PanelHead
        title={t.markets.top}
        note={top.data ? t.said(top.data.method) : undefined}
        actions={
          <Segmented
            label={t.markets.topBy}
            value={by}
            onChange={setBy}
            options={ORDERS.map((value) => ({ value, label: t.markets.orders[value] }))}
          />
        }
      />
      {top.isPending ? <SkeletonRows rows={5} label={t.common.loading} /> : null}
      {top.isError ? (
        <ProblemNote className="m-3" problem={top.error} onRetry={() => void top.refetch()} />
      ) : null}
      {top.data?.assets.length === 0 ? (
        <p className="px-4 py-6 text-[13px] text-ink-soft">{t.markets.topEmpty}</p>
      ) : null}
      {top.data && top.data.assets.length > 0 ? (
        <div className="thin-scroll overflow-x-auto" tabIndex={0}>
          <table className="figures w-full min-w-[460px] text-[13px]">
            <thead className="border-line border-b text-right text-ink-faint text-xs">
              <tr>
                <th className="px-4 py-2 text-left font-medium">{t.markets.asset}</th>
                <th className={head}>{t.markets.month}</th>
                <th className={head}>{t.markets.quarter}</th>
                <th className={head}>{t.markets.regime}</th>
                <th className={head}>{t.markets.source}</th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {top.data.assets.map((asset) => (
                <Row key={asset.asset} asset={asset} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {left.length > 0 ? (
        <details className="border-line border-t px-4 py-2 text-ink-faint text-xs">
          <summary className="cursor-pointer">{t.markets.leftOut(left.length)}</summary>
          <ul className="pt-1.5">
            {left.map(([asset, reason]) => (
              <li key={asset}>
                {asset}: {t.said(reason)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Panel>
  )
}
