import {
  ColorType,
  CrosshairMode,
  type DeepPartial,
  LineStyle,
  type TimeChartOptions,
} from 'lightweight-charts'
import type { ChartTheme } from './chart-theme'

/** What all time charts share. */
export function chartOptions(theme: ChartTheme): DeepPartial<TimeChartOptions> {
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: theme.surface },
      textColor: theme['ink-faint'],
      fontFamily: getComputedStyle(document.body).fontFamily,
      fontSize: 11,
      attributionLogo: false,
      panes: { separatorColor: theme.line, separatorHoverColor: theme.line, enableResize: false },
    },
    grid: { vertLines: { visible: false }, horzLines: { color: theme.line, style: LineStyle.SparseDotted } },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: {
        color: theme['ink-faint'],
        width: 1,
        style: LineStyle.Dotted,
        labelBackgroundColor: theme.ink,
      },
      horzLine: {
        color: theme['ink-faint'],
        width: 1,
        style: LineStyle.Dotted,
        labelBackgroundColor: theme.ink,
      },
    },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.08, bottom: 0.06 } },
    timeScale: {
      borderColor: theme.line,
      rightOffset: 3,
      minBarSpacing: 0.02,
      maxBarSpacing: 60,
      fixRightEdge: true,
    },
    handleScroll: { vertTouchDrag: false },
    localization: { locale: 'en-GB', dateFormat: 'yyyy-MM-dd' },
  }
}
