'use client'
import { Check } from 'lucide-react'
import { Mark } from '@/features/shell/mark'
import { useText } from '@/language/language'
import { SignInForm } from './sign-in-form'

export function SignInPage() {
  const t = useText()
  return (
    <main className="grid min-h-dvh lg:grid-cols-[1.15fr_1fr]">
      <section className="flex flex-col justify-between gap-10 border-line border-b bg-sunken px-6 py-8 lg:border-r lg:border-b-0 lg:px-16 lg:py-14">
        <Mark />
        <div className="max-w-xl">
          <h1 className="text-balance font-semibold text-3xl leading-[1.12] tracking-[-0.025em] lg:text-[44px]">
            {t.auth.headline}
          </h1>
          <p className="mt-4 max-w-lg text-[15px] text-ink-soft leading-relaxed lg:text-base">
            {t.auth.lead}
          </p>
          <ul className="mt-9 hidden gap-x-8 gap-y-5 sm:grid sm:grid-cols-2">
            {t.auth.promises.map((promise) => (
              <li key={promise.title} className="flex gap-2.5">
                <Check className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden />
                <div>
                  <p className="font-medium">{promise.title}</p>
                  <p className="text-[13px] text-ink-soft">{promise.text}</p>
                </div>
              </li>
            ))}
          </ul>
        </div>
        <p className="hidden text-ink-faint text-xs lg:block">{t.auth.local}</p>
      </section>
      <section className="flex items-start justify-center px-6 py-10 lg:items-center">
        <SignInForm />
      </section>
    </main>
  )
}
