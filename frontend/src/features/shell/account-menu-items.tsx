'use client'
import { LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import type { ReactNode } from 'react'
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu'
import { useSignOut } from '@/features/auth/session'
import { useText } from '@/language/language'

/** What can be done with the account; it opens as soon as it is there. */
export function AccountMenuItems({ trigger }: { trigger: ReactNode }) {
  const t = useText()
  const router = useRouter()
  const { setTheme } = useTheme()
  const signOut = useSignOut()
  return (
    <Menu align="start" trigger={trigger} defaultOpen>
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
