'use client'
import type { ChatReply } from '@/api/types'
import { SkeletonRows } from '@/components/ui/waiting'
import { normalise } from '@/features/chat/lit'
import { useText } from '@/language/language'
import { RuleCard } from './rule-card'
import { Section } from './section'
import { SentenceTree } from './sentence-tree'
import type { Sentence } from './sentences'
import { type Readable, useSentences } from './use-sentences'

type ReadBackProps = { stored: Readable; reply: ChatReply | null }

function rulePaths(sentences: readonly Sentence[]): string[] {
  return sentences.flatMap((sentence) => [sentence.path ?? '', ...rulePaths(sentence.children)])
}

/** The strategy in English, and each rule with the words that it came from. */
export function ReadBack({ stored, reply }: ReadBackProps) {
  const t = useText()
  const { strategy } = stored
  const sentences = useSentences(stored, reply)
  if (sentences === null) return <SkeletonRows rows={4} label={t.common.loading} />
  const told = rulePaths(sentences).map((path) => normalise(path, strategy))
  const untold = strategy.rules.filter((rule) => !told.includes(`rules.${rule.id}`))
  return (
    <>
      <Section title={t.strategy.readback}>
        <SentenceTree sentences={sentences} strategy={strategy} />
      </Section>
      {untold.length > 0 ? (
        <Section title={t.strategy.rules}>
          <ul className="flex flex-col gap-2">
            {untold.map((rule) => (
              <li key={rule.id}>
                <RuleCard rule={rule} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  )
}
