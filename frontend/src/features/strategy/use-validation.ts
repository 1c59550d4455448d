import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '@/api/http'
import type { ValidationReport } from '@/api/types'

export type Reading = { document: unknown } | { notJson: string }

export function readJson(text: string): Reading {
  try {
    return { document: JSON.parse(text) as unknown }
  } catch (problem) {
    return { notJson: problem instanceof Error ? problem.message : '' }
  }
}

/** A value once it has rested for a moment. */
export function useRested<Value>(value: Value, wait: number): Value {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), wait)
    return () => clearTimeout(timer)
  }, [value, wait])
  return rested
}

/** What the server says of a document that is being typed. */
export function useValidation(text: string) {
  const rested = useRested(text, 350)
  const reading = readJson(rested)
  const isDocument = 'document' in reading
  return useQuery({
    queryKey: ['validation', rested],
    queryFn: () =>
      call<ValidationReport>('POST', '/strategies/validate', {
        body: { strategy: isDocument ? reading.document : null },
      }),
    enabled: isDocument,
    placeholderData: (before) => before,
    retry: false,
  })
}
