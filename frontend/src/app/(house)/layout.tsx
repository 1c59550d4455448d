import type { ReactNode } from 'react'
import { House } from '@/features/shell/house'

export default function HouseLayout({ children }: { children: ReactNode }) {
  return <House>{children}</House>
}
