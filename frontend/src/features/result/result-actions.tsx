'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Download, Link2, Maximize2 } from 'lucide-react'
import Link from 'next/link'
import { toast } from 'sonner'
import { download } from '@/api/http'
import { readProblem } from '@/api/problem'
import type { Result, Run } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu'
import { saveFile } from '@/features/run/save-file'
import { useLanguage } from '@/language/language'
import { fetchSeries, seriesKey } from './use-run-series'

type ResultActionsProps = { run: Run; result: Result; inPane: boolean }

const FILES = [
  { file: 'trades.csv', text: 'downloadTrades' },
  { file: 'equity.csv', text: 'downloadEquity' },
  { file: 'trades.parquet', text: 'downloadTradesParquet' },
  { file: 'equity.parquet', text: 'downloadEquityParquet' },
] as const

/** Downloads, the link, and the way to the full page. */
export function ResultActions({ run, result, inPane }: ResultActionsProps) {
  const { language, text: t } = useLanguage()
  const client = useQueryClient()
  const name = `${run.strategy_name || 'run'} ${run.settings.start} ${run.settings.end}`
  const get = async (path: string, file: string) => {
    try {
      saveFile(`${name}${file}`, await download(`/backtest/${run.id}${path}`))
    } catch (problem) {
      const facts = readProblem(problem, t.problem)
      toast.error(facts.title, { description: facts.detail })
    }
  }
  const share = async () => {
    const [{ sharePage }, series] = await Promise.all([
      import('./share-page'),
      client.ensureQueryData({ queryKey: seriesKey(run.id), queryFn: () => fetchSeries(run.id) }),
    ])
    saveFile(
      `${name}.html`,
      new Blob([sharePage({ run, result, series, language }, t)], { type: 'text/html' }),
    )
  }
  const copyLink = () =>
    void navigator.clipboard
      .writeText(`${window.location.origin}/runs/?id=${run.id}`)
      .then(() => toast.success(t.common.copied))
  return (
    <div className="flex shrink-0 items-center">
      <Menu
        trigger={
          <Button look="quiet" size="icon" aria-label={t.result.download}>
            <Download />
          </Button>
        }
      >
        {FILES.map(({ file, text }) => (
          <MenuItem key={file} onSelect={() => void get(`/${file}`, ` ${file}`)}>
            {t.result[text]}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => void get('', '.json')}>{t.result.downloadJson}</MenuItem>
        <MenuLine />
        <MenuItem onSelect={() => void share()}>{t.result.share}</MenuItem>
      </Menu>
      <Button look="quiet" size="icon" aria-label={t.result.copyLink} onClick={copyLink}>
        <Link2 />
      </Button>
      {inPane ? (
        <Button look="quiet" size="icon" asChild>
          <Link href={`/runs/?id=${run.id}`} aria-label={t.result.openFull}>
            <Maximize2 />
          </Link>
        </Button>
      ) : null}
    </div>
  )
}
