export type Sentence = { text: string; path: string | null; children: Sentence[] }

function isSentence(value: unknown): value is Sentence {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'
}

function clean(value: unknown): Sentence[] {
  if (!isSentence(value)) return []
  const children = Array.isArray(value.children) ? value.children.flatMap(clean) : []
  return [{ text: value.text, path: typeof value.path === 'string' ? value.path : null, children }]
}

/** The read-back as a tree: from the indentation of its lines. */
export function treeOf(readback: string): Sentence[] {
  const roots: Sentence[] = []
  const open: { depth: number; sentence: Sentence }[] = []
  for (const line of readback.split('\n')) {
    if (!line.trim()) continue
    const [, indent = '', text = ''] = /^(\s*)(?:[-*•]\s+)?(.*)$/.exec(line) ?? []
    const depth = indent.replaceAll('\t', '  ').length + (/^\s*[-*•]\s/.test(line) ? 1 : 0)
    const sentence: Sentence = { text, path: null, children: [] }
    while (open.length > 0 && (open.at(-1)?.depth ?? 0) >= depth) open.pop()
    const parent = open.at(-1)
    if (parent) parent.sentence.children.push(sentence)
    else roots.push(sentence)
    open.push({ depth, sentence })
  }
  return roots
}

/** The sentences as the worker gives them, else read from the text. */
export function sentencesOf(readback: string, given: unknown): Sentence[] {
  const tree = Array.isArray(given) ? given.flatMap(clean) : clean(given)
  // The root is the strategy's name, which stands above already.
  if (tree.length === 1 && tree[0] && tree[0].children.length > 0) return tree[0].children
  return tree.length > 0 ? tree : treeOf(readback)
}
