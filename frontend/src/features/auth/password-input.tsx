'use client'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Input } from '@/components/ui/field'
import { useText } from '@/language/language'

type PasswordInputProps = {
  id: string
  'aria-describedby'?: string
  value: string
  isNew: boolean
  onChange: (password: string) => void
}

export function PasswordInput({ value, isNew, onChange, ...parts }: PasswordInputProps) {
  const t = useText()
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <Input
        {...parts}
        type={shown ? 'text' : 'password'}
        name="password"
        required
        minLength={isNew ? 10 : undefined}
        maxLength={128}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        className="pr-10"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <button
        type="button"
        aria-label={shown ? t.auth.hidePassword : t.auth.showPassword}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-md text-ink-faint hover:text-ink"
      >
        {shown ? <EyeOff className="size-4" aria-hidden /> : <Eye className="size-4" aria-hidden />}
      </button>
    </div>
  )
}
