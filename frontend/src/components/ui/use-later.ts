import { type ComponentType, useState } from 'react'

/** A part whose code is fetched when it is first asked for; until then it is null. */
export function useLater<Props>(
  load: () => Promise<ComponentType<Props>>,
): [ComponentType<Props> | null, () => void] {
  const [part, setPart] = useState<ComponentType<Props> | null>(null)
  return [part, () => void load().then((loaded) => setPart(() => loaded))]
}
