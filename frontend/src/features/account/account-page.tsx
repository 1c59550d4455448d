'use client'
import { PageFrame } from '@/features/shell/page-frame'
import { useText } from '@/language/language'
import { AboutSection } from './about-section'
import { DataSection } from './data-section'
import { KeysSection } from './keys-section'
import { PasskeysSection } from './passkeys-section'
import { PasswordSection } from './password-section'
import { PreferencesSection } from './preferences-section'
import { ProfileSection } from './profile-section'
import { SessionsSection } from './sessions-section'
import { TokensSection } from './tokens-section'

export function AccountPage() {
  const t = useText()
  return (
    <PageFrame title={t.account.title}>
      <div className="grid max-w-4xl gap-5">
        <ProfileSection />
        <PreferencesSection />
        <KeysSection />
        <PasswordSection />
        <PasskeysSection />
        <SessionsSection />
        <TokensSection />
        <DataSection />
        <AboutSection />
      </div>
    </PageFrame>
  )
}
