'use client'
import { useQueryClient } from '@tanstack/react-query'
import { WifiOff } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { toast } from 'sonner'
import { useConnection } from '@/api/connection'
import { useText } from '@/language/language'

/** Says that the server is silent, and fetches everything anew once it answers again. */
export function ConnectionBanner() {
  const t = useText()
  const connection = useConnection()
  const client = useQueryClient()
  const before = useRef(connection)

  useEffect(() => {
    if (before.current !== 'up' && connection === 'up') {
      toast.success(t.shell.back)
      void client.invalidateQueries()
    }
    before.current = connection
  }, [connection, client, t])

  if (connection === 'up') return null
  return (
    <div
      role="status"
      className="fixed inset-x-0 top-0 z-[60] flex items-center justify-center gap-2 bg-caution-wash px-4 py-1.5 text-center text-[13px] text-caution shadow-card"
    >
      <WifiOff className="size-4 shrink-0" aria-hidden />
      {connection === 'offline' ? t.shell.offline : t.shell.down}
    </div>
  )
}
