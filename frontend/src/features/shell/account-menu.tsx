'use client'
import { useLater } from '@/components/ui/use-later'
import { useMe } from '@/features/auth/session'
import { useText } from '@/language/language'

const load = () => import('./account-menu-items').then((module) => module.AccountMenuItems)

/** Who is signed in; the menu behind it is loaded when it is first opened. */
export function AccountMenu({ narrow = false }: { narrow?: boolean }) {
  const t = useText()
  const me = useMe()
  const [Items, open] = useLater(load)
  const name = me.data?.display_name || me.data?.email || t.shell.account
  const button = (
    <button
      type="button"
      aria-haspopup="menu"
      aria-label={narrow ? t.shell.account : undefined}
      onClick={Items ? undefined : open}
      className="flex h-10 w-full items-center gap-2.5 rounded-md px-1.5 text-left text-[13px] hover:bg-line/50"
    >
      <span
        aria-hidden
        className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-wash font-semibold text-accent text-xs uppercase"
      >
        {name.slice(0, 1)}
      </span>
      {narrow ? null : <span className="truncate font-medium">{name}</span>}
    </button>
  )
  return Items ? <Items trigger={button} /> : button
}
