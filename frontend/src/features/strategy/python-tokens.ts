export type TokenKind = 'plain' | 'keyword' | 'number' | 'text' | 'comment' | 'name'
export type Token = { kind: TokenKind; text: string }

const KEYWORDS =
  /^(?:and|as|assert|break|class|continue|def|del|elif|else|except|False|finally|for|from|global|if|import|in|is|lambda|None|not|or|pass|raise|return|True|try|while|with|yield)$/
const PIECES =
  /(#[^\n]*)|("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(\b\d[\d_.eE]*\b)|([A-Za-z_]\w*)/g

/** Cuts Python text into tokens for colouring; what it does not know stays plain. */
export function pythonTokens(code: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (const match of code.matchAll(PIECES)) {
    if (match.index > at) tokens.push({ kind: 'plain', text: code.slice(at, match.index) })
    const [text, comment, quoted, digits] = match
    at = match.index + text.length
    if (comment) tokens.push({ kind: 'comment', text })
    else if (quoted) tokens.push({ kind: 'text', text })
    else if (digits) tokens.push({ kind: 'number', text })
    else if (KEYWORDS.test(text)) tokens.push({ kind: 'keyword', text })
    else tokens.push({ kind: code[at] === '(' ? 'name' : 'plain', text })
  }
  if (at < code.length) tokens.push({ kind: 'plain', text: code.slice(at) })
  return tokens
}
