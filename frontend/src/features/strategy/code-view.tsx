'use client'
import { Copy } from 'lucide-react'
import { useMemo } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { useText } from '@/language/language'
import { pythonTokens, type TokenKind } from './python-tokens'

const colours: Record<TokenKind, string> = {
  plain: '',
  keyword: 'text-[var(--series-4)]',
  number: 'text-caution',
  text: 'text-gain',
  comment: 'text-ink-faint italic',
  name: 'text-accent',
}

/** Generated Python, read-only, with colours and line numbers. */
export function CodeView({ code }: { code: string }) {
  const t = useText()
  const lines = useMemo(() => code.replace(/\n$/, '').split('\n'), [code])
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-surface">
      <figcaption className="flex items-center gap-3 border-line border-b px-3 py-1.5 text-ink-soft text-xs">
        {t.strategy.codeNote}
        <Button
          look="quiet"
          size="small"
          className="ml-auto"
          onClick={() => void navigator.clipboard.writeText(code).then(() => toast.success(t.common.copied))}
        >
          <Copy className="size-3.5!" /> {t.common.copy}
        </Button>
      </figcaption>
      <pre tabIndex={0} className="thin-scroll overflow-x-auto py-2 font-mono text-[12.5px] leading-[1.65]">
        <code>
          {lines.map((line, index) => (
            <span key={index} className="flex">
              <span aria-hidden className="w-10 shrink-0 select-none pr-3 text-right text-ink-faint">
                {index + 1}
              </span>
              <span className="whitespace-pre pr-4">
                {pythonTokens(line).map((token, at) => (
                  <span key={at} className={colours[token.kind]}>
                    {token.text}
                  </span>
                ))}
                {'\n'}
              </span>
            </span>
          ))}
        </code>
      </pre>
    </figure>
  )
}
