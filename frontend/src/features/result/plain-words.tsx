'use client'
import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { Result, Run } from '@/api/types'
import { classNames } from '@/design/class-names'
import { useText } from '@/language/language'
import { type Remark, remarksOn } from './verdict'

const icons = { weak: TriangleAlert, neutral: Info, good: CircleCheck }
const colours: Record<Remark['weight'], string> = {
  weak: 'text-caution',
  neutral: 'text-ink-faint',
  good: 'text-gain',
}

/** The result in a few sentences, the weak points first. */
export function PlainWords({ run, result }: { run: Run; result: Result }) {
  const t = useText()
  return (
    <section
      aria-label={t.result.summary}
      className="@container rounded-xl border border-line bg-sunken px-4 py-3"
    >
      <ul className="space-y-1.5 text-[13.5px] @4xl:columns-2 @4xl:gap-10">
        {remarksOn(run, result, t.result.words).map(({ weight, text }, index) => {
          const Icon = icons[weight]
          return (
            <li
              key={text}
              className={classNames(
                'flex break-inside-avoid items-start gap-2',
                // What weighs most stands alone above the rest.
                index === 0 && weight === 'weak' && '@4xl:[column-span:all] font-semibold text-[15px]',
              )}
            >
              <Icon className={`mt-[3px] size-4 shrink-0 ${colours[weight]}`} aria-hidden />
              <span>{text}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
