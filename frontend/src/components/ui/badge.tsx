import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { classNames } from '@/design/class-names'

const styles = cva(
  'inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 text-xs font-medium [&_svg]:size-3.5',
  {
    variants: {
      tone: {
        neutral: 'bg-sunken text-ink-soft',
        accent: 'bg-accent-wash text-accent',
        good: 'bg-gain-wash text-gain',
        bad: 'bg-loss-wash text-loss',
        caution: 'bg-caution-wash text-caution',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
)

export function Badge({ className, tone, ...rest }: ComponentProps<'span'> & VariantProps<typeof styles>) {
  return <span className={classNames(styles({ tone }), className)} {...rest} />
}
