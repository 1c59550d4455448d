import type { Trade } from '@/api/types'
import type { Catalogue } from '@/language/language'

/** What ended a trade, in words; a reason that the page does not know yet is shown by its name. */
export function exitReason({ exit_reason }: Trade, { reasons }: Catalogue['document']): string {
  return Object.hasOwn(reasons, exit_reason)
    ? reasons[exit_reason as keyof typeof reasons]
    : exit_reason.replaceAll('_', ' ')
}
