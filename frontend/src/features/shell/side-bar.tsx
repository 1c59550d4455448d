'use client'
import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { classNames } from '@/design/class-names'
import { ConversationList } from '@/features/chat/conversation-list'
import { openPalette } from '@/features/palette/open-palette'
import { useText } from '@/language/language'
import { AccountMenu } from './account-menu'
import { Mark } from './mark'
import { PLACES } from './places'
import { useKept } from './use-kept'

/** The left column on wide screens: places, conversations, account. */
export function SideBar() {
  const t = useText()
  const path = usePathname()
  const [narrow, setNarrow] = useKept('vibe.sidebar.narrow', false)
  return (
    <aside
      className={classNames(
        'hidden shrink-0 flex-col border-line border-r bg-sunken md:flex',
        narrow ? 'w-[60px]' : 'w-[236px]',
      )}
    >
      <div
        className={classNames('flex h-14 items-center px-3.5', narrow ? 'justify-center' : 'justify-between')}
      >
        {narrow ? null : <Mark />}
        <Button
          look="quiet"
          size="icon"
          aria-label={narrow ? t.shell.expand : t.shell.collapse}
          onClick={() => setNarrow(!narrow)}
        >
          {narrow ? <PanelLeftOpen /> : <PanelLeftClose />}
        </Button>
      </div>
      <div className="px-2.5 pb-2">
        <button
          type="button"
          onClick={openPalette}
          aria-label={narrow ? t.shell.commands : undefined}
          className="flex h-9 w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-[13px] text-ink-faint hover:border-line-strong"
        >
          <Search className="size-4 shrink-0" aria-hidden />
          {narrow ? null : (
            <>
              <span className="truncate">{t.shell.commands}</span>
              <kbd aria-hidden className="ml-auto rounded border border-line px-1 font-sans text-[11px]">
                ⌘K
              </kbd>
            </>
          )}
        </button>
      </div>
      <nav aria-label={t.shell.mainNavigation} className="flex flex-col gap-0.5 px-2.5">
        {PLACES.map(({ name, href, icon: Icon }) => (
          <Link
            key={name}
            href={href}
            aria-current={path.startsWith(href) ? 'page' : undefined}
            aria-label={t.shell[name]}
            className={classNames(
              'flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-[13px] text-ink-soft hover:bg-line/50 hover:text-ink',
              'aria-[current=page]:bg-surface aria-[current=page]:text-ink aria-[current=page]:shadow-card dark:aria-[current=page]:bg-raised',
              narrow && 'justify-center px-0',
            )}
          >
            <Icon className="size-4 shrink-0" aria-hidden />
            {narrow ? null : t.shell[name]}
          </Link>
        ))}
      </nav>
      {narrow ? <div className="flex-1" /> : <ConversationList className="mt-4 min-h-0 flex-1" />}
      <div className="border-line border-t p-2.5">
        <AccountMenu narrow={narrow} />
      </div>
    </aside>
  )
}
