// What a page keeps, without what the browser keeps of its own accord: compiled code grows with use and is let go when it is needed.
const NOT_OURS = new Set(['code', 'native', 'hidden', 'synthetic', 'object shape'])

/** Megabytes of the objects that the page itself holds, and how many nodes and listeners it has. */
export async function held(devtools) {
  const parts = []
  const add = ({ chunk }) => parts.push(chunk)
  devtools.on('HeapProfiler.addHeapSnapshotChunk', add)
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  devtools.off('HeapProfiler.addHeapSnapshotChunk', add)
  const { snapshot, nodes } = JSON.parse(parts.join(''))
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [kind, size] = [fields.indexOf('type'), fields.indexOf('self_size')]
  let bytes = 0
  for (let at = 0; at < nodes.length; at += fields.length) {
    if (!NOT_OURS.has(types[kind][nodes[at + kind]])) bytes += nodes[at + size]
  }
  const { metrics } = await devtools.send('Performance.getMetrics')
  const count = (name) => metrics.find((metric) => metric.name === name).value
  return { megabytes: bytes / 1e6, nodes: count('Nodes'), listeners: count('JSEventListeners') }
}
