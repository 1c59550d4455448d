'use client'
import { Popover } from 'radix-ui'
import { type ReactNode, useRef, useState } from 'react'
import { classNames } from '@/design/class-names'

type ExplainedProps = { children: ReactNode; explanation: ReactNode; className?: string; label?: string }

/** Something that explains itself: on hover with a mouse, on tap or Enter everywhere. */
export function Explained({ children, explanation, className, label }: ExplainedProps) {
  const [open, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const soon = (next: boolean, wait: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(next), wait)
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={label}
        className={classNames(
          'cursor-help rounded-sm text-left underline decoration-line-strong decoration-dotted underline-offset-[3px]',
          className,
        )}
        onPointerEnter={(event) => event.pointerType === 'mouse' && soon(true, 250)}
        onPointerLeave={(event) => event.pointerType === 'mouse' && soon(false, 120)}
      >
        {children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          sideOffset={6}
          collisionPadding={10}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onPointerEnter={() => clearTimeout(timer.current)}
          onPointerLeave={(event) => event.pointerType === 'mouse' && soon(false, 120)}
          className="z-50 max-w-80 rounded-lg border border-line bg-raised px-3.5 py-3 text-[13px] leading-relaxed text-ink-soft shadow-float data-[state=open]:animate-in data-[state=open]:fade-in"
        >
          {explanation}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
