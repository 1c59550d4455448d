'use client'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { onPalette } from './open-palette'

const PaletteDialog = dynamic(() => import('./palette-dialog').then((module) => module.PaletteDialog), {
  ssr: false,
})

/** The command palette; its code is loaded when it is first asked for. */
export function Palette() {
  const [open, setOpen] = useState(false)
  const [wanted, setWanted] = useState(false)
  useEffect(
    () =>
      onPalette(() => {
        setWanted(true)
        setOpen((before) => !before)
      }),
    [],
  )
  return wanted ? <PaletteDialog open={open} onOpenChange={setOpen} /> : null
}
