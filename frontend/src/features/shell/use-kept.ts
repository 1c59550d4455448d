import { useCallback, useEffect, useState } from 'react'

/** State that outlives the page: kept in this browser under a key. */
export function useKept<Value>(key: string, initial: Value): [Value, (next: Value) => void] {
  const [value, setValue] = useState(initial)
  useEffect(() => {
    const stored = localStorage.getItem(key)
    if (stored !== null) setValue(JSON.parse(stored) as Value)
  }, [key])
  const keep = useCallback(
    (next: Value) => {
      setValue(next)
      localStorage.setItem(key, JSON.stringify(next))
    },
    [key],
  )
  return [value, keep]
}
