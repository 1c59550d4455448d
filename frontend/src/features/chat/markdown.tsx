import { Fragment, type ReactNode } from 'react'

type Item = { text: string; under: string[] }
type Block =
  | { kind: 'heading' | 'paragraph'; text: string }
  | { kind: 'list'; ordered: boolean; items: Item[] }
  | { kind: 'code'; text: string }

/** Reads the small part of Markdown that answers use: headings, lists, code blocks, paragraphs. */
export function blocksOf(source: string): Block[] {
  const blocks: Block[] = []
  let code: string[] | null = null
  for (const line of source.split('\n')) {
    const last = blocks.at(-1)
    if (line.startsWith('```')) {
      if (code) blocks.push({ kind: 'code', text: code.join('\n') })
      code = code ? null : []
      continue
    }
    if (code) {
      code.push(line)
      continue
    }
    const item = /^(\s*)(?:[-*]|(\d+)[.)])\s+(.*)$/.exec(line)
    const heading = /^#{1,4}\s+(.*)$/.exec(line)
    if (item) {
      const [, indent = '', figure, text = ''] = item
      const above = last?.kind === 'list' && indent.length >= 2 ? last.items.at(-1) : undefined
      const ordered = figure !== undefined
      if (above) above.under.push(text)
      else if (last?.kind === 'list' && last.ordered === ordered) last.items.push({ text, under: [] })
      else blocks.push({ kind: 'list', ordered, items: [{ text, under: [] }] })
    } else if (heading) blocks.push({ kind: 'heading', text: heading[1] ?? '' })
    else if (line.trim() === '') blocks.push({ kind: 'paragraph', text: '' })
    else if (last?.kind === 'paragraph' && last.text) last.text += `\n${line}`
    else blocks.push({ kind: 'paragraph', text: line })
  }
  if (code) blocks.push({ kind: 'code', text: code.join('\n') })
  return blocks.filter((block) => block.kind !== 'paragraph' || block.text)
}

function inline(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`|\*[^*\s][^*]*\*)/g).map((part, index) => {
    const key = `${index}${part}`
    if (part.startsWith('**') && part.length > 4) return <strong key={key}>{part.slice(2, -2)}</strong>
    if (part.startsWith('`') && part.length > 2)
      return (
        <code key={key} className="rounded bg-sunken px-1 py-0.5 font-mono text-[0.9em]">
          {part.slice(1, -1)}
        </code>
      )
    if (part.startsWith('*') && part.length > 2) return <em key={key}>{part.slice(1, -1)}</em>
    return <Fragment key={key}>{part}</Fragment>
  })
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <h3 className="pt-1 font-semibold">{inline(block.text)}</h3>
    case 'code':
      return (
        <pre className="thin-scroll overflow-x-auto rounded-lg bg-sunken p-3 font-mono text-xs" tabIndex={0}>
          {block.text}
        </pre>
      )
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul'
      return (
        <List className={block.ordered ? 'list-decimal space-y-1 pl-5' : 'list-disc space-y-1 pl-5'}>
          {block.items.map(({ text, under }, index) => (
            <li key={`${index}${text}`}>
              {inline(text)}
              {under.length > 0 ? (
                <ul className="mt-1 list-[circle] space-y-0.5 pl-5 text-[0.95em] text-ink-soft">
                  {under.map((line, place) => (
                    <li key={`${place}${line}`}>{inline(line)}</li>
                  ))}
                </ul>
              ) : null}
            </li>
          ))}
        </List>
      )
    }
    default:
      return <p className="whitespace-pre-line">{inline(block.text)}</p>
  }
}

/** An answer's text. Nothing in it can become markup of its own. */
export function Markdown({ source }: { source: string }) {
  return (
    <div className="space-y-2.5 break-words leading-relaxed">
      {blocksOf(source).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  )
}
