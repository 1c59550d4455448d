'use client'
import type { Overfitting } from '@/api/types'
import { percent } from '@/design/figures'
import { useText } from '@/language/language'
import { isWorrying } from './overfitting'

/** How likely the best set of a sweep was best by luck, in plain words; or why that cannot be told. */
export function OverfittingWords({ found }: { found: Overfitting }) {
  const { overfitting: words } = useText().result
  if (found.probability === null) return <p>{found.sets < 2 ? words.oneSet : words.tooShort}</p>
  return (
    <>
      <p>
        {words.chance(percent(found.probability, 0))} {words.meaning(found.sets)}
      </p>
      {isWorrying(found) ? <p className="text-caution">{words.worrying}</p> : <p>{words.scale}</p>}
    </>
  )
}
