import { expect, test } from 'vitest'
import { blocksOf } from '@/features/chat/markdown'

test('what stands under an item of a list stays under it', () => {
  const blocks = blocksOf(
    'Two trades:\n\n- AAPL, long\n  - It entered because of rule r1\n  - It left at the stop\n- TSLA, short',
  )
  expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'list'])
  expect(blocks[1]).toEqual({
    kind: 'list',
    ordered: false,
    items: [
      { text: 'AAPL, long', under: ['It entered because of rule r1', 'It left at the stop'] },
      { text: 'TSLA, short', under: [] },
    ],
  })
})

test('an indented item without one above it begins a list', () => {
  expect(blocksOf('  - alone')).toEqual([
    { kind: 'list', ordered: false, items: [{ text: 'alone', under: [] }] },
  ])
})
