export type RuleWords = { said: string; code: string }

const CITED = /^\s*# (\w+), [a-z ]+(?:: "(.*?)"?)?$/
const GOES_ON = /^\s*# (.*?)"?$/
const DECIDES = /^\s*"(\w+)\.when": (.*?),?$/

/** What each rule says, by its id: the words that it came from and the line that decides, as the executed code cites them. */
export function ruleWords(code: string): ReadonlyMap<string, RuleWords> {
  const found = new Map<string, RuleWords>()
  const said = new Map<string, string>()
  let citing: string | null = null
  for (const line of code.split('\n')) {
    const cited = CITED.exec(line)
    const decides = DECIDES.exec(line)
    const further = GOES_ON.exec(line)
    if (cited?.[1]) {
      citing = cited[1]
      said.set(citing, cited[2] ?? '')
    } else if (decides?.[1]) {
      found.set(decides[1], { said: said.get(decides[1]) ?? '', code: decides[2] ?? '' })
      citing = null
    } else if (citing && further) {
      said.set(citing, `${said.get(citing)} ${further[1]}`.trim())
    } else citing = null
  }
  return found
}
