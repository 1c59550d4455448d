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
      className="-translate-x-1/2 fixed top-2 left-1/2 z-[60] flex w-max max-w-[calc(100vw-1rem)] items-center gap-2 rounded-full border border-line bg-caution-wash px-4 py-1.5 text-[13px] text-caution shadow-float"
    >
      <WifiOff className="size-4 shrink-0" aria-hidden />
      {connection === 'offline' ? t.shell.offline : t.shell.down}
    </div>
  )
}
