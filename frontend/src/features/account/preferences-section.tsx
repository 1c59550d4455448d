'use client'
import { useTheme } from 'next-themes'
import { Field, Input, Select } from '@/components/ui/field'
import { Panel, PanelHead } from '@/components/ui/panel'
import { useMe, useUpdateMe } from '@/features/auth/session'
import { LANGUAGES, type Language, useLanguage } from '@/language/language'
import { useGains } from './use-gains'

const THEMES = ['system', 'light', 'dark'] as const

/** Language, theme, colours and the defaults of the run form. */
export function PreferencesSection() {
  const { text: t, language, setLanguage } = useLanguage()
  const { theme, setTheme } = useTheme()
  const [gains, setGains] = useGains()
  const me = useMe()
  const update = useUpdateMe()
  const own = me.data?.preferences.defaults ?? {}
  const keep = (defaults: Record<string, string | number>) =>
    update.mutate({ preferences: { defaults: { ...own, ...defaults } } })
  const themeValue = THEMES.find((one) => one === theme) ?? 'system'
  return (
    <Panel>
      <PanelHead title={t.account.preferences} />
      <div className="grid gap-3 p-4 sm:grid-cols-2 lg:grid-cols-3">
        <Field label={t.account.language}>
          {(parts) => (
            <Select
              {...parts}
              value={language}
              onChange={(event) => {
                const next = event.target.value as Language
                setLanguage(next)
                update.mutate({ preferences: { language: next } })
              }}
            >
              {LANGUAGES.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.account.theme}>
          {(parts) => (
            <Select
              {...parts}
              value={themeValue}
              onChange={(event) => {
                const next = THEMES.find((one) => one === event.target.value) ?? 'system'
                setTheme(next)
                update.mutate({ preferences: { theme: next } })
              }}
            >
              {THEMES.map((value) => (
                <option key={value} value={value}>
                  {t.shell[value]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.account.colours}>
          {(parts) => (
            <Select
              {...parts}
              value={gains}
              onChange={(event) => setGains(event.target.value === 'red' ? 'red' : 'green')}
            >
              <option value="green">{t.account.colourGreen}</option>
              <option value="red">{t.account.colourRed}</option>
            </Select>
          )}
        </Field>
        <Field label={t.account.defaultCash}>
          {(parts) => (
            <Input
              {...parts}
              key={String(own.initial_cash)}
              inputMode="decimal"
              defaultValue={String(own.initial_cash ?? 100_000)}
              onBlur={(event) =>
                Number(event.target.value) > 0 && keep({ initial_cash: Number(event.target.value) })
              }
            />
          )}
        </Field>
        <Field label={t.account.defaultCosts}>
          {(parts) => (
            <Select
              {...parts}
              value={String(own.costs ?? 'written')}
              onChange={(event) => keep({ costs: event.target.value })}
            >
              {Object.entries(t.run.presets).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </Panel>
  )
}
