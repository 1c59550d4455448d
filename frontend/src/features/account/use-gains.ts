import { useEffect } from 'react'
import { useKept } from '@/features/shell/use-kept'

export type Gains = 'green' | 'red'

/** Whether gains are green (as in the West) or red (as in China); told to the style sheet by an attribute. */
export function useGains(): [Gains, (gains: Gains) => void] {
  const [gains, keep] = useKept<Gains>('vibe.gains', 'green')
  useEffect(() => {
    document.documentElement.dataset.gains = gains
  }, [gains])
  return [gains, keep]
}
