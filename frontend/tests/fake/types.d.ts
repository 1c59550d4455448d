declare module '*.mjs' {
  export const CODE: string
  export const READBACK: string
  export function strategy(name?: string): unknown
  export function reply(message: string, ids: { conversation: string; strategy: string }): unknown
  export function result(runId: string): unknown
  export function seriesOf(result: unknown): Uint8Array<ArrayBuffer>
  export function shortOf(result: unknown): unknown
}
