'use client'
import { KeyRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { useText } from '@/language/language'
import { passkeyOffer, usePasskeySignIn, wasDismissed } from './passkeys'

/** Signing in without a password; nothing where passkeys cannot work. */
export function PasskeySignIn() {
  const t = useText()
  const [isOffered, setIsOffered] = useState(false)
  const signIn = usePasskeySignIn()
  // Asked after the first paint: the page is prepared where there is no browser.
  useEffect(() => setIsOffered(passkeyOffer() === 'yes'), [])
  if (!isOffered) return null
  return (
    <>
      {signIn.isError && !wasDismissed(signIn.error) ? <ProblemNote problem={signIn.error} /> : null}
      <Button size="large" disabled={signIn.isPending} onClick={() => signIn.mutate()}>
        <KeyRound aria-hidden /> {t.auth.withPasskey}
      </Button>
    </>
  )
}
