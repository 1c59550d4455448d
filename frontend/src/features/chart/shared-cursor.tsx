'use client'
import { createContext, type ReactNode, useContext, useState } from 'react'

/** Where the cursor stands: seconds since 1970, or nowhere. */
type Follow = (time: number | null) => void

/** One cursor over several charts of the same time: what one is pointed at, the others show too. */
export class SharedCursor {
  private readonly followers = new Set<Follow>()

  /** Tells all others; whoever speaks names its own ear. */
  point(time: number | null, own: Follow): void {
    for (const follow of this.followers) if (follow !== own) follow(time)
  }

  follow(follow: Follow): () => void {
    this.followers.add(follow)
    return () => {
      this.followers.delete(follow)
    }
  }
}

const Context = createContext<SharedCursor | null>(null)

export function CursorProvider({ children }: { children: ReactNode }) {
  const [cursor] = useState(() => new SharedCursor())
  return <Context value={cursor}>{children}</Context>
}

export function useSharedCursor(): SharedCursor | null {
  return useContext(Context)
}
