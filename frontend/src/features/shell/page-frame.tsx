import type { ReactNode } from 'react'

type PageFrameProps = { title: string; note?: string; actions?: ReactNode; children: ReactNode }

/** A scrolling page with its heading. */
export function PageFrame({ title, note, actions, children }: PageFrameProps) {
  return (
    <div className="thin-scroll min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex w-full max-w-[1280px] flex-col gap-5 px-4 py-5 md:px-8 md:py-7">
        <header className="flex flex-wrap items-end gap-x-4 gap-y-2">
          <div className="min-w-0">
            <h1 className="break-words font-semibold text-xl tracking-[-0.02em]">{title}</h1>
            {note ? <p className="text-[13px] text-ink-soft">{note}</p> : null}
          </div>
          {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
        </header>
        {children}
      </div>
    </div>
  )
}
