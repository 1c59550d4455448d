import type { FieldProblem, ProblemDocument } from './types'

/** A refusal by the server, with its problem document. */
export class Refused extends Error {
  constructor(readonly document: ProblemDocument) {
    super(document.detail)
    this.name = 'Refused'
  }
}

/** No answer at all: the network is gone or the server is down. */
export class Unreachable extends Error {
  constructor() {
    super('The server does not answer.')
    this.name = 'Unreachable'
  }
}

type Words = { unreachable: string; unreachableDetail: string; unexpected: string; unexpectedDetail: string }
type Facts = { title: string; detail: string; errors: FieldProblem[] }

function isDocument(value: unknown): value is ProblemDocument {
  return typeof value === 'object' && value !== null && 'title' in value && 'detail' in value
}

/** What to tell a person about anything that was thrown or sent. */
export function readProblem(problem: unknown, words: Words): Facts {
  const document = problem instanceof Refused ? problem.document : problem
  if (isDocument(document))
    return { title: document.title, detail: document.detail, errors: document.errors ?? [] }
  if (problem instanceof Unreachable)
    return { title: words.unreachable, detail: words.unreachableDetail, errors: [] }
  return { title: words.unexpected, detail: words.unexpectedDetail, errors: [] }
}

export function isRefusal(problem: unknown, code: string): boolean {
  return problem instanceof Refused && problem.document.code === code
}

/** What does not exist will not exist for being asked again. */
export function isMissing(problem: unknown): boolean {
  return problem instanceof Refused && problem.document.status === 404
}
