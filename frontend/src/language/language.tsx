'use client'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { en } from './en'

export type Catalogue = typeof en
export type Language = 'en' | 'zh-Hans' | 'zh-Hant'
export const LANGUAGES: readonly { value: Language; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'zh-Hans', label: '简体中文' },
  { value: 'zh-Hant', label: '繁體中文' },
]

const STORE = 'vibe.language'
const loaders: Record<Exclude<Language, 'en'>, () => Promise<Catalogue>> = {
  'zh-Hans': () => import('./zh-hans').then((module) => module.zhHans),
  'zh-Hant': () => import('./zh-hant').then((module) => module.zhHant),
}

type Spoken = { language: Language; text: Catalogue; setLanguage: (language: Language) => void }
const Context = createContext<Spoken>({ language: 'en', text: en, setLanguage: () => undefined })

function preferred(): Language {
  const stored = localStorage.getItem(STORE)
  const known = LANGUAGES.find((option) => option.value === stored)
  if (known) return known.value
  const asked = navigator.language.toLowerCase()
  if (!asked.startsWith('zh')) return 'en'
  return /hant|tw|hk|mo/.test(asked) ? 'zh-Hant' : 'zh-Hans'
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>('en')
  const [text, setText] = useState<Catalogue>(en)

  useEffect(() => setLanguage(preferred()), [])
  useEffect(() => {
    let current = true
    document.documentElement.lang = language
    const load = language === 'en' ? Promise.resolve(en) : loaders[language]()
    void load.then((catalogue) => current && setText(catalogue))
    return () => {
      current = false
    }
  }, [language])

  const spoken = useMemo<Spoken>(
    () => ({
      language,
      text,
      setLanguage: (next) => {
        localStorage.setItem(STORE, next)
        setLanguage(next)
      },
    }),
    [language, text],
  )
  return <Context value={spoken}>{children}</Context>
}

/** The texts of the page in the language of its reader. */
export function useText(): Catalogue {
  return useContext(Context).text
}

export function useLanguage(): Spoken {
  return useContext(Context)
}
