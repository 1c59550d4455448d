import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from '@/design/class-names'

const box =
  'w-full rounded-md border border-line-strong bg-surface text-ink placeholder:text-ink-faint disabled:opacity-60 aria-invalid:border-loss'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={classNames(box, 'figures h-9 px-3 text-sm', className)} {...rest} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={classNames(box, 'px-3 py-2 text-sm', className)} {...rest} />
}

export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={classNames(box, 'h-9 px-2.5 text-sm', className)} {...rest} />
}

type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  className?: string
  children: (parts: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }) => ReactNode
}

/** A label, a control, and below it a hint or what is wrong. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="text-[13px] font-medium text-ink-soft">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note ? `${id}-note` : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {note ? (
        <p id={`${id}-note`} className={classNames('text-xs', error ? 'text-loss' : 'text-ink-faint')}>
          {note}
        </p>
      ) : null}
    </div>
  )
}
