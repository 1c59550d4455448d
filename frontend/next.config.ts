import type { NextConfig } from 'next'

const config: NextConfig = {
  output: 'export',
  trailingSlash: true,
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  // Types are checked by `npm run typecheck`; the build does not do it a second time.
  typescript: { ignoreBuildErrors: true },
}

export default config
