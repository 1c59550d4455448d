'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { type ReactNode, useState } from 'react'
import { Toaster } from 'sonner'
import { Refused } from '@/api/problem'
import { LanguageProvider } from '@/language/language'
import { ConnectionBanner } from './connection-banner'

function makeClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        // A refusal stays a refusal; only silence is worth asking again.
        retry: (count, problem) =>
          !(problem instanceof Refused && problem.document.status < 500) && count < 2,
      },
    },
  })
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient)
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      storageKey="vibe.theme"
    >
      <QueryClientProvider client={client}>
        <LanguageProvider>
          <ConnectionBanner />
          {children}
          <Toaster
            position="top-center"
            toastOptions={{
              className:
                '!rounded-lg !border !border-line !bg-raised !text-ink !shadow-float !font-sans !text-[13px]',
              descriptionClassName: '!text-ink-soft',
            }}
          />
        </LanguageProvider>
      </QueryClientProvider>
    </ThemeProvider>
  )
}
