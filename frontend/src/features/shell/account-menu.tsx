'use client'
import { LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu'
import { useMe, useSignOut } from '@/features/auth/session'
import { useText } from '@/language/language'

export function AccountMenu({ narrow = false }: { narrow?: boolean }) {
  const t = useText()
  const me = useMe()
  const router = useRouter()
  const { setTheme } = useTheme()
  const signOut = useSignOut()
  const name = me.data?.display_name || me.data?.email || t.shell.account
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={narrow ? t.shell.account : undefined}
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
      }
    >
      <MenuItem onSelect={() => router.push('/account/')}>
        <UserRound /> {t.shell.account}
      </MenuItem>
      <MenuLine />
      <MenuItem onSelect={() => setTheme('light')}>
        <Sun /> {t.shell.light}
      </MenuItem>
      <MenuItem onSelect={() => setTheme('dark')}>
        <Moon /> {t.shell.dark}
      </MenuItem>
      <MenuItem onSelect={() => setTheme('system')}>
        <Monitor /> {t.shell.system}
      </MenuItem>
      <MenuLine />
      <MenuItem onSelect={() => signOut.mutate()}>
        <LogOut /> {t.shell.signOut}
      </MenuItem>
    </Menu>
  )
}
