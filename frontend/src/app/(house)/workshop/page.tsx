import type { Metadata } from 'next'
import { Suspense } from 'react'
import { WorkshopPage } from '@/features/workshop/workshop-page'

export const metadata: Metadata = { title: 'Workshop' }

export default function Page() {
  return (
    <Suspense>
      <WorkshopPage />
    </Suspense>
  )
}
