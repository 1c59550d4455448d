import {
  BookOpen,
  ChartCandlestick,
  FlaskConical,
  type LucideIcon,
  MessageSquareText,
  Play,
  UserRound,
} from 'lucide-react'

type PlaceName = 'chat' | 'library' | 'runs' | 'workshop' | 'markets' | 'account'
export type Place = { name: PlaceName; href: string; icon: LucideIcon }

export const PLACES: readonly Place[] = [
  { name: 'chat', href: '/chat/', icon: MessageSquareText },
  { name: 'library', href: '/library/', icon: BookOpen },
  { name: 'runs', href: '/runs/', icon: Play },
  { name: 'workshop', href: '/workshop/', icon: FlaskConical },
  { name: 'markets', href: '/markets/', icon: ChartCandlestick },
]

export const ACCOUNT: Place = { name: 'account', href: '/account/', icon: UserRound }
