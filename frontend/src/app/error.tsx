'use client'
import { PageBroke } from '@/features/shell/page-broke'

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return <PageBroke onRetry={reset} />
}
