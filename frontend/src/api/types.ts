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
export type ReplyMetadata = Full<Api.ReplyMetadata>
export type MarketConditions = Full<Api.MarketConditions>
export type ExpectedSignals = Full<Api.ExpectedSignals>
export type DataExtent = Full<Api.DataExtent>
export type ChatReply = Full<Api.ChatReply>
export type StoredStrategy = Full<Api.StoredStrategy>
export type StrategyVersion = Full<Api.StrategyVersion>
export type ValidationReport = Full<Api.ValidationReport>
export type Catalogue = Full<Api.Catalogue>
export type RunSettings = Full<Api.RunSettings>
export type RunState = Full<Api.RunState>
export type RunStatus = Api.RunStatus
export type RunLine = Full<Api.RunLine>
export type Run = Full<Api.RunWithResult>
export type RunRequest = Api.RunRequest
export type Verification = Full<Api.Verification>
export type Result = Full<Api.Result>
export type SummaryStats = Full<Api.SummaryStats>
export type BenchmarkResult = Full<Api.BenchmarkResult>
export type Integrity = Full<Api.Integrity>
export type Overfitting = Full<Api.Overfitting>
export type BandEntry = Full<Api.BandEntry>
export type IndicatorLine = Full<Api.IndicatorLine>
export type Trade = Full<Api.Trade>
export type Series = Record<string, number>
export type Frequency = Full<Api.CountSignalsResponse>
export type StudyState = Full<Api.StudyState>
export type Bar = Full<Api.Bar>
export type Instrument = Full<Api.Instrument>
export type Availability = Full<Api.Availability>
export type SymbolMatch = Full<Api.SymbolMatch>
export type SymbolDetail = Full<Api.SymbolDetail>
export type QualityReport = Full<Api.QualityReport>
export type Insight = Full<Api.Insight>
export type RankedAsset = Full<Api.RankedAsset>
export type TopAssets = Full<Api.TopAssets>
export type Provenance = Full<Api.Provenance>
export type Timeframe = Api.Timeframe
export type ConversationSummary = Full<Api.ConversationSummary>
export type Conversation = Full<Api.Conversation>
export type Message = Full<Api.ChatMessage>
export type User = Full<Api.User>
export type Preferences = Api.Preferences
export type Session = Full<Api.Session>
export type PersonalToken = Full<Api.PersonalToken>
export type IssuedToken = Full<Api.IssuedToken>
export type Passkey = Full<Api.Passkey>
export type PasskeyOptions = Full<Api.PasskeyOptions>
export type StoredKey = Full<Api.StoredKey>

export type Page<Item> = { items: Item[]; page: number; page_size: number; total: number }

// The chat speaks over a WebSocket, which OpenAPI does not describe.
export type StepName =
  | 'intent'
  | 'extraction'
  | 'feasibility'
  | 'document'
  | 'code'
  | 'checks'
  | 'store'
  | 'forward'
export type StepEvent = {
  type: 'step'
  step: StepName
  status: 'started' | 'done' | 'failed'
  detail: string
}
export type ChatEvent =
  | StepEvent
  | { type: 'token'; text: string; cost_usd?: number | null }
  | { type: 'reply'; reply: ChatReply }
  | { type: 'problem'; problem: ProblemDocument }

// The engine's studies, as its own contract names them; the gateway passes them through.
export type SweepPoint = {
  parameters: Record<string, number>
  total_return: number | null
  sharpe: number | null
  sortino: number | null
  calmar: number | null
  max_drawdown: number | null
  trades: number
}
export type HeatMapValues = {
  x: string
  y: string
  x_values: number[]
  y_values: number[]
  values: (number | null)[][]
}
export type SweepResult = {
  objective: Objective
  points: SweepPoint[]
  best: SweepPoint | null
  deflated_sharpe: number | null
  /** Not in sweeps that were stored before it was measured. */
  overfitting?: Overfitting | null
  trials: number
  heat_map: HeatMapValues | null
}
export type Objective = 'sharpe' | 'total_return' | 'calmar' | 'sortino'
export type ValidationPart = { method: string; detail: string; figures: Record<string, unknown> }
export type ValidationResult = { parts: ValidationPart[] }
export type ShortFigures = {
  held?: number
  total_return: number | null
  sharpe: number | null
  max_drawdown: number | null
  trades: number
}
type Judged = { sharpe: number | null; total_return: number | null }
export type WalkForwardFold = {
  parameters: Record<string, number>
  fit_from: string
  fit_to: string
  judge_from: string
  judge_to: string
  in_sample: Judged
  out_of_sample: Judged
}
export type WalkForwardFigures = { folds: WalkForwardFold[]; in_sample: Judged; out_of_sample: Judged }
export type FanBands = Record<'at' | 'p5' | 'p25' | 'p50' | 'p75' | 'p95' | 'own', number[]>
export type MonteCarloFigures = {
  bands: FanBands
  total_return: Record<string, number>
  max_drawdown: Record<string, number>
  risk_of_losing_half: number
}
export type SensitivityFigures = {
  sets: SweepPoint[]
  by_parameter: Record<string, { value: number; sharpe: number | null; total_return: number | null }[]>
  share_profitable: number
  median_sharpe: number | null
  worst_sharpe: number | null
}
export type Study<Found> = {
  id: string
  kind: 'sweep' | 'validation'
  status: RunStatus
  progress: number
  message: string
  problem: ProblemDocument | null
  result: Found | null
}
