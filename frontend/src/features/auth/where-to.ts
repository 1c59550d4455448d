/** The page that a person wanted before signing in; only ever a page of ours. */
export function whereTo(search: string): string {
  const wanted = new URLSearchParams(search).get('next')
  if (!wanted?.startsWith('/') || wanted.startsWith('//') || wanted.includes('\\')) return '/chat/'
  return wanted
}
