'use client'
import { Copy, Download, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import type { StoredStrategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu'
import { useText } from '@/language/language'
import { EXPORTS, useExport } from './export'
import { RenameDialog } from './rename-dialog'
import { useCreateStrategy, useDeleteStrategy, useUndelete } from './strategies'

export function StrategyMenu({ stored }: { stored: StoredStrategy }) {
  const t = useText()
  const [renaming, setRenaming] = useState(false)
  const create = useCreateStrategy()
  const remove = useDeleteStrategy()
  const undelete = useUndelete()
  const exportAs = useExport()

  const duplicate = () =>
    create.mutate(
      { strategy: { ...stored.strategy, name: t.strategy.copyName(stored.name).slice(0, 120) } },
      { onSuccess: (copy) => toast.success(copy.name) },
    )
  const drop = () =>
    remove.mutate(stored.id, {
      onSuccess: () =>
        toast(t.strategy.deleted(stored.name), {
          action: { label: t.common.undo, onClick: () => undelete.mutate(stored.id) },
          duration: 20_000,
        }),
    })

  return (
    <>
      <Menu
        trigger={
          <Button look="quiet" size="icon" aria-label={t.common.more}>
            <Ellipsis />
          </Button>
        }
      >
        <MenuItem onSelect={() => setRenaming(true)}>
          <Pencil /> {t.strategy.rename}
        </MenuItem>
        <MenuItem onSelect={duplicate}>
          <Copy /> {t.strategy.duplicate}
        </MenuItem>
        <MenuLine />
        {EXPORTS.map(({ target, text }) => (
          <MenuItem key={target} onSelect={() => exportAs(stored, target)}>
            <Download /> {t.strategy[text]}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem danger onSelect={drop}>
          <Trash2 /> {t.common.remove}
        </MenuItem>
      </Menu>
      <RenameDialog stored={stored} open={renaming} onOpenChange={setRenaming} />
    </>
  )
}
