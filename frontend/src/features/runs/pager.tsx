'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { useText } from '@/language/language'

type PagerProps = { page: number; size: number; total: number; onPage: (page: number) => void }

export function Pager({ page, size, total, onPage }: PagerProps) {
  const t = useText()
  const pages = Math.max(1, Math.ceil(total / size))
  if (pages === 1) return null
  return (
    <nav className="flex items-center justify-end gap-1 border-line border-t px-3 py-2">
      <span className="figures mr-2 text-ink-soft text-xs">{t.common.pageOf(page, pages)}</span>
      <Button
        look="quiet"
        size="icon"
        aria-label={t.common.previous}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      >
        <ChevronLeft />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label={t.common.next}
        disabled={page >= pages}
        onClick={() => onPage(page + 1)}
      >
        <ChevronRight />
      </Button>
    </nav>
  )
}
