'use client'
import { Check, ChevronRight, ShieldAlert, ShieldCheck, X } from 'lucide-react'
import type { SafetyReport } from '@/api/types'
import { useText } from '@/language/language'

/** The static checks of the generated code, each with its evidence. */
export function SafetyView({ report }: { report: SafetyReport }) {
  const t = useText()
  const failed = report.checks.filter((check) => !check.passed).length
  return (
    <details className="group rounded-lg border border-line bg-surface text-[13px]" open={!report.passed}>
      <summary className="flex list-none items-center gap-2 px-3 py-2">
        {report.passed ? (
          <ShieldCheck className="size-4 text-gain" aria-hidden />
        ) : (
          <ShieldAlert className="size-4 text-loss" aria-hidden />
        )}
        <span className="font-medium">{t.strategy.safety}</span>
        <span className="text-ink-soft">
          {report.passed ? t.strategy.safetyPassed(report.checks.length) : t.strategy.safetyFailed(failed)}
        </span>
        <ChevronRight
          className="ml-auto size-4 text-ink-faint transition-transform group-open:rotate-90"
          aria-hidden
        />
      </summary>
      <ul className="divide-y divide-line border-line border-t">
        {report.checks.map((check) => (
          <li key={check.check} className="flex items-start gap-2 px-3 py-1.5">
            {check.passed ? (
              <Check className="mt-0.5 size-3.5 shrink-0 text-gain" aria-hidden />
            ) : (
              <X className="mt-0.5 size-3.5 shrink-0 text-loss" aria-hidden />
            )}
            <span className="min-w-0">
              <span className="font-medium">{check.check.replaceAll('_', ' ')}</span>{' '}
              <span className="break-words text-ink-soft">{check.evidence}</span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
