'use client'
import { autocompletion, type CompletionContext } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import { useEffect, useRef } from 'react'

export type Word = { label: string; detail?: string; apply?: string }
type JsonEditorProps = {
  label: string
  initial: string
  words: readonly Word[]
  diagnostics: readonly Diagnostic[]
  onChange: (text: string) => void
}

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12.5px', backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-content': {
    fontFamily: 'var(--font-geist-mono), monospace',
    caretColor: 'var(--ink)',
    padding: '10px 0',
  },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-faint)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in oklch, var(--sunken) 60%, transparent)',
  },
  '&.cm-focused': { outline: 'none' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--lit)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '8px',
    boxShadow: 'var(--shadow-float)',
    padding: '2px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent-wash)',
    color: 'var(--ink)',
  },
  '.cm-completionDetail': { color: 'var(--ink-faint)', fontStyle: 'normal' },
})
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--gain)' },
  { tag: tags.number, color: 'var(--caution)' },
  { tag: [tags.bool, tags.null], color: 'var(--series-4)' },
])

/** A JSON text editor with completion and marks at the places at fault. */
export function JsonEditor({ label, initial, words, diagnostics, onChange }: JsonEditorProps) {
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useRef({ words, onChange })
  latest.current = { words, onChange }

  useEffect(() => {
    if (!box.current) return
    const complete = (context: CompletionContext) => {
      const word = context.matchBefore(/[\w.]+/)
      if (!word && !context.explicit) return null
      return { from: word?.from ?? context.pos, options: [...latest.current.words], validFor: /^[\w.]*$/ }
    }
    const made = new EditorView({
      parent: box.current,
      doc: initial,
      extensions: [
        basicSetup,
        json(),
        lintGutter(),
        look,
        syntaxHighlighting(colours),
        autocompletion({ override: [complete] }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current.onChange(update.state.doc.toString())
        }),
      ],
    })
    // What scrolls must be reachable by keyboard, also while the text itself has not the focus.
    made.scrollDOM.tabIndex = 0
    view.current = made
    return () => made.destroy()
  }, [initial, label])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const end = editor.state.doc.length
    const fitting = diagnostics.filter((one) => one.to <= end)
    editor.dispatch(setDiagnostics(editor.state, fitting))
  }, [diagnostics])

  return <div ref={box} className="h-full min-h-0 overflow-hidden" />
}
