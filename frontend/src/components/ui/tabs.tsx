'use client'
import { Tabs as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { classNames } from '@/design/class-names'

export const Tabs = Radix.Root

export function TabList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return (
    <Radix.List
      className={classNames('thin-scroll flex gap-1 overflow-x-auto border-b border-line px-2.5', className)}
      {...rest}
    />
  )
}

export function Tab({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={classNames(
        'relative h-11 whitespace-nowrap rounded-md px-2 text-[13px] font-medium text-ink-soft after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded-full hover:text-ink focus-visible:outline-offset-[-3px] data-[state=active]:text-ink data-[state=active]:after:bg-accent',
        className,
      )}
      {...rest}
    />
  )
}

export const TabPanel = Radix.Content
