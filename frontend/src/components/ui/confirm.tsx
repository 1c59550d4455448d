'use client'
import { useText } from '@/language/language'
import { Button } from './button'
import { ProblemNote } from './problem-note'

type ConfirmProps = {
  /** What goes, and what stays. */
  note: string
  isWorking: boolean
  problem: Error | null
  onConfirm: () => void
  onCancel: () => void
}

/** Asks once more before something is deleted for good; stands in a dialog. */
export function Confirm({ note, isWorking, problem, onConfirm, onCancel }: ConfirmProps) {
  const t = useText()
  return (
    <div className="flex flex-col gap-4">
      <p className="break-words text-[13px] text-ink-soft">{note}</p>
      {problem ? <ProblemNote problem={problem} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t.common.cancel}</Button>
        <Button look="danger" disabled={isWorking} onClick={onConfirm}>
          {t.common.remove}
        </Button>
      </div>
    </div>
  )
}
