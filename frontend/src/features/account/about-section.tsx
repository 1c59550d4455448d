'use client'
import { Panel, PanelHead } from '@/components/ui/panel'
import { useText } from '@/language/language'

export function AboutSection() {
  const t = useText()
  return (
    <Panel>
      <PanelHead title={t.account.about} />
      <p className="p-4 text-[13px] text-ink-soft">{t.account.aboutText}</p>
    </Panel>
  )
}
