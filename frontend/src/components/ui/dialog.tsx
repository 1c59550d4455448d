'use client'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from '@/design/class-names'
import { useText } from '@/language/language'
import { Button } from './button'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: string
  side?: 'middle' | 'left' | 'right'
  className?: string
  children: ReactNode
}

const places = {
  middle:
    'left-1/2 top-1/2 max-h-[88dvh] w-[min(560px,calc(100vw-24px))] -translate-x-1/2 -translate-y-1/2 rounded-xl',
  left: 'inset-y-0 left-0 w-[min(320px,88vw)] data-[state=open]:slide-in-from-left-8',
  right: 'inset-y-0 right-0 w-[min(720px,96vw)] data-[state=open]:slide-in-from-right-8',
}

/** A modal: in the middle, or a sheet from a side. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  side = 'middle',
  className,
  children,
}: DialogProps) {
  const t = useText()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40 data-[state=open]:animate-in data-[state=open]:fade-in" />
        <Radix.Content
          className={classNames(
            'fixed z-50 flex flex-col overflow-hidden border border-line bg-surface shadow-float duration-150 data-[state=open]:animate-in data-[state=open]:fade-in',
            places[side],
            className,
          )}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="flex items-start gap-3 border-b border-line px-5 py-3.5">
            <div className="min-w-0">
              <Radix.Title className="text-[15px] font-semibold tracking-tight">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 text-[13px] text-ink-soft">
                  {description}
                </Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <Button look="quiet" size="icon" className="-mr-2 ml-auto" aria-label={t.common.close}>
                <X />
              </Button>
            </Radix.Close>
          </div>
          <div className="thin-scroll min-h-0 flex-1 overflow-y-auto p-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
