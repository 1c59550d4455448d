import { defineConfig } from '@hey-api/openapi-ts'

export default defineConfig({
  input: process.env.OPENAPI ?? '../docs/reference/openapi.json',
  output: { path: 'src/api/generated' },
  plugins: ['@hey-api/typescript'],
})
