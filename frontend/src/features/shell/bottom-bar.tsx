'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useText } from '@/language/language'
import { ACCOUNT, PLACES } from './places'

/** The places at the thumb, on narrow screens. */
export function BottomBar() {
  const t = useText()
  const path = usePathname()
  return (
    <nav
      aria-label={t.shell.mainNavigation}
      className="grid shrink-0 grid-cols-6 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {[...PLACES, ACCOUNT].map(({ name, href, icon: Icon }) => (
        <Link
          key={name}
          href={href}
          aria-current={path.startsWith(href) ? 'page' : undefined}
          className="flex min-w-0 flex-col items-center gap-0.5 px-0.5 py-2 text-[10px] text-ink-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
        >
          <Icon className="size-5" aria-hidden />
          <span className="max-w-full truncate">{t.shell[name]}</span>
        </Link>
      ))}
    </nav>
  )
}
