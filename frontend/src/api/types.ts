import type * as Api from './generated'

/** The server writes every field of an answer, also those with defaults; what is optional in a request is present in a reply. */
type Full<T> = T extends readonly (infer Item)[]
  ? Full<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Full<Exclude<T[Key], undefined>> }
    : T

export type ProblemDocument = Full<Api.ProblemDocument>
export type FieldProblem = Full<Api.FieldProblem>
export type Strategy = Full<Api.Strategy>
export type Rule = Full<Api.Rule>
export type Parameter = Full<Api.Parameter>
export type Assumption = Full<Api.Assumption>
export type Suggestion = Full<Api.Suggestion>
export type Question = Full<Api.Question>
export type SourceSpan = Full<Api.SourceSpan>
export type DocumentChange = Full<Api.DocumentChange>
export type SafetyReport = Full<Api.SafetyReport>
export type ChatReply = Full<Api.ChatReply>
export type StepEvent = Full<Api.StepEvent>
export type StepName = StepEvent['step']
export type ChatEvent = StepEvent | Full<Api.TokenEvent> | { type: 'reply'; reply: ChatReply } | { type: 'problem'; problem: ProblemDocument }
export type StoredStrategy = Full<Api.StoredStrategy>
export type StrategyVersion = Full<Api.StrategyVersion>
export type ValidationReport = Full<Api.ValidationReport>
export type RunSettings = Full<Api.RunSettings>
export type RunState = Full<Api.RunState>
export type RunStatus = Api.RunStatus
export type Result = Full<Api.Result>
export type SummaryStats = Full<Api.SummaryStats>
export type BenchmarkResult = Full<Api.BenchmarkResult>
export type Integrity = Full<Api.Integrity>
export type BandEntry = Full<Api.BandEntry>
export type IndicatorLine = Full<Api.IndicatorLine>
export type Trade = Full<Api.Trade>
export type Series = Record<string, number>
export type Bar = Full<Api.Bar>
export type Instrument = Full<Api.Instrument>
export type Availability = Full<Api.Availability>
export type Insight = Full<Api.Insight>
export type Provenance = Full<Api.Provenance>
export type Timeframe = Api.Timeframe

export type Page<Item> = { items: Item[]; page: number; page_size: number; total: number }

export type ConversationSummary = {
  id: string
  title: string
  strategy_id: string | null
  created_at: string
  updated_at: string
}
export type Message = {
  id: string
  role: 'user' | 'assistant'
  text: string
  reply: ChatReply | null
  created_at: string
}
export type Conversation = ConversationSummary & { messages: Message[] }

export type RunHeadline = {
  total_return: number | null
  sharpe: number | null
  deflated_sharpe: number | null
  max_drawdown: number | null
  trades: number
  trials: number
}
export type RunLine = RunState & { headline: RunHeadline | null; symbols: string[] }
export type Run = RunState & { result: Result | null }
export type Verification = { run_id: string; matches: boolean; changed: string[]; detail: string }

export type SymbolMatch = { instrument: Instrument; score: number; matched: string; available: Availability[] }
export type SymbolDetail = {
  asked: string
  instrument: Instrument
  notes: string[]
  available: Availability[]
  online: string[]
}
export type Frequency = {
  symbols: { symbol: string; bars: number; years: number; entries: Record<string, number>; entries_per_year: number }[]
  entries_per_year: number
}

export type Preferences = {
  language?: 'en' | 'zh-Hans' | 'zh-Hant' | null
  theme?: 'system' | 'light' | 'dark' | null
  defaults?: { initial_cash?: number; costs?: string } | null
}
export type User = {
  id: string
  email: string
  display_name: string | null
  preferences: Preferences
  created_at: string
}
