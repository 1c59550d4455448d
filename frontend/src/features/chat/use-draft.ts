import { useCallback, useEffect, useState } from 'react'

/** What is being typed, kept in this browser until it is sent. */
export function useDraft(place: string): [string, (text: string) => void] {
  const key = `vibe.draft.${place}`
  const [text, setText] = useState('')
  useEffect(() => setText(localStorage.getItem(key) ?? ''), [key])
  const change = useCallback(
    (next: string) => {
      setText(next)
      if (next) localStorage.setItem(key, next)
      else localStorage.removeItem(key)
    },
    [key],
  )
  return [text, change]
}
