// Writes nginx's map from each exported page to its Content-Security-Policy: only the inline scripts that the
// export itself holds may run, named by their hashes. Usage: node page-policy.mjs <export folder> > policy.conf
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const folder = process.argv[2]
const pages = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))

const policyOf = (page) => {
  const scripts = readFileSync(page, 'utf8').matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)
  const hashes = new Set([...scripts].map(([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`))
  return [
    "default-src 'self'",
    `script-src 'self' ${[...hashes].join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

console.log('map_hash_bucket_size 16384;\nmap $uri $page_policy {')
console.log(`  default "default-src 'none'; frame-ancestors 'none'";`)
for (const page of pages.sort()) console.log(`  "/${relative(folder, page)}" "${policyOf(page)}";`)
console.log('}')
