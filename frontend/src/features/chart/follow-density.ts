import { createSeriesMarkers, type IChartApi, type ISeriesApi, type Time } from 'lightweight-charts'
import { countWithin, type Density, densityOf } from './marker-density'
import type { markersOf } from './trade-markers'

const SIZES = { roomy: 1, tight: 0.6 }

/** Keep marks on a series as large as there is room for them in what is in sight; returns how to stop. */
export function followDensity(
  chart: IChartApi,
  series: ISeriesApi<'Line'> | ISeriesApi<'Candlestick'>,
  markers: ReturnType<typeof markersOf>,
  told: (density: Density) => void,
): () => void {
  const drawn = createSeriesMarkers<Time>(series, [])
  const moments = markers.map(({ time }) => time)
  const scale = chart.timeScale()
  let known: Density | null = null
  const draw = () => {
    const range = scale.getVisibleRange()
    // A trade has two marks.
    const inSight = range
      ? countWithin(moments, Number(range.from), Number(range.to)) / 2
      : moments.length / 2
    const density = densityOf(inSight, scale.width())
    if (density === known) return
    known = density
    drawn.setMarkers(
      density === 'crowded' ? [] : markers.map((marker) => ({ ...marker, size: SIZES[density] })),
    )
    told(density)
  }
  draw()
  scale.subscribeVisibleLogicalRangeChange(draw)
  scale.subscribeSizeChange(draw)
  return () => {
    scale.unsubscribeVisibleLogicalRangeChange(draw)
    scale.unsubscribeSizeChange(draw)
  }
}
