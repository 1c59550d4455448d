'use client'
import { ArrowUp, Square } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { useText } from '@/language/language'

type ComposerProps = {
  value: string
  onChange: (value: string) => void
  onSend: () => void
  onStop: () => void
  working: boolean
  followUp: boolean
}

/** Where a message is written. It grows with its text; Enter sends. */
export function Composer({ value, onChange, onSend, onStop, working, followUp }: ComposerProps) {
  const t = useText()
  const box = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    if (!box.current) return
    box.current.style.height = 'auto'
    if (value) box.current.style.height = `${Math.min(box.current.scrollHeight, 240)}px`
  }, [value])

  const key = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a character.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (!working && value.trim()) onSend()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!working && value.trim()) onSend()
      }}
      className="rounded-xl border border-line-strong bg-surface p-2 shadow-card focus-within:border-accent"
    >
      <textarea
        ref={box}
        rows={2}
        aria-label={t.chat.message}
        value={value}
        maxLength={100_000}
        placeholder={followUp ? t.chat.followUp : t.chat.placeholder}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={key}
        className="thin-scroll block w-full resize-none bg-transparent px-2 pt-1 text-[15px] leading-relaxed outline-none placeholder:text-ink-faint"
      />
      <div className="flex items-center justify-between gap-2 pl-2">
        <p className="text-[11px] text-ink-faint">{t.chat.sendHint}</p>
        {working ? (
          <Button look="plain" size="icon" aria-label={t.chat.stop} onClick={onStop}>
            <Square className="fill-current" />
          </Button>
        ) : (
          <Button type="submit" look="primary" size="icon" aria-label={t.chat.send} disabled={!value.trim()}>
            <ArrowUp />
          </Button>
        )}
      </div>
    </form>
  )
}
