'use client'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { RunState } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Confirm } from '@/components/ui/confirm'
import { Dialog } from '@/components/ui/dialog'
import { useDeleteRun } from '@/features/run/runs'
import { useText } from '@/language/language'

type DeleteRunProps = { run: Pick<RunState, 'id' | 'strategy_name'>; onDeleted: () => void }

/** Deletes a finished run, after a question. */
export function DeleteRun({ run, onDeleted }: DeleteRunProps) {
  const t = useText()
  const [isOpen, setIsOpen] = useState(false)
  const remove = useDeleteRun()
  const drop = () =>
    remove.mutate(run.id, {
      onSuccess: () => {
        setIsOpen(false)
        onDeleted()
      },
    })
  return (
    <>
      <Button look="quiet" size="small" onClick={() => setIsOpen(true)}>
        <Trash2 /> {t.common.remove}
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen} title={t.library.deleteRun}>
        <Confirm
          note={t.library.deleteRunNote(run.strategy_name)}
          isWorking={remove.isPending}
          problem={remove.error}
          onConfirm={drop}
          onCancel={() => setIsOpen(false)}
        />
      </Dialog>
    </>
  )
}
