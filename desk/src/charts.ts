// Charts: an element with `data-chart="id"` shows the figures in the JSON script of that id.
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer])

/** A series of numbers along the axis; `null` where there is none. */
interface Series {
  name: string
  kind: 'line' | 'bar'
  values: (number | null)[]
  look?: 'actual' | 'target' | 'plain'
}

/** What a page asks for. `links`: where a click on each place of the axis leads. */
interface Chart {
  axis: string[]
  unit: string
  series: Series[]
  mark?: string
  markName?: string
  flat?: boolean
  links?: string[]
  tones?: ('ahead' | 'near' | 'behind' | '')[]
}

const INK = '#1d2a2a'
const MUTED = '#5d6b69'
const LINE = '#e4eae8'
// as the words beside a figure are coloured
const TONES = { ahead: '#2b8a3e', near: '#b35c00', behind: '#c92a2a' }
const COLOURS = { actual: '#0f6b5c', target: '#8a9794', plain: '#3f8f80' }

function line(series: Series) {
  const look = series.look ?? 'actual'
  return {
    type: 'line' as const,
    name: series.name,
    data: series.values,
    showSymbol: false,
    lineStyle: { width: look === 'target' ? 1.5 : 2.5, type: look === 'target' ? ('dashed' as const) : ('solid' as const) },
    color: COLOURS[look],
  }
}

const said = (value: unknown, unit: string): string => (value == null ? '—' : `${Number(value).toLocaleString()} ${unit}`)

function bar(series: Series, chart: Chart) {
  const data = series.values.map((value, n) => {
    const tone = chart.tones?.[n]
    return tone ? { value, itemStyle: { color: TONES[tone] } } : value
  })
  // bars on their side have room for their figure at the end
  const label = { show: chart.flat ?? false, position: 'right' as const, color: MUTED, formatter: ({ value }: { value: unknown }) => Number(value).toLocaleString() }
  return { type: 'bar' as const, name: series.name, data, barMaxWidth: 22, color: COLOURS[series.look ?? 'plain'], label }
}

function markOf(chart: Chart) {
  if (!chart.mark) return undefined
  return {
    symbol: 'none',
    silent: true,
    lineStyle: { color: MUTED, type: 'dotted' as const },
    // an axis that runs down ends at the foot
    label: { formatter: chart.markName ?? '', color: MUTED, position: chart.flat ? ('start' as const) : ('end' as const) },
    data: [{ xAxis: chart.flat ? Number(chart.mark) : chart.mark }],
  }
}

/** As far as the longest bar, and to the number that bars are held against. */
function reach(chart: Chart) {
  const held = Number(chart.mark)
  return held ? ({ max }: { max: number }) => Math.ceil(Math.max(max, held) / 10) * 10 : undefined
}

function option(chart: Chart) {
  const series = chart.series.map((s) => (s.kind === 'line' ? line(s) : bar(s, chart)))
  if (series[0]) Object.assign(series[0], { markLine: markOf(chart) })
  const names = { type: 'category' as const, data: chart.axis, axisTick: { show: false }, axisLine: { lineStyle: { color: LINE } }, axisLabel: { color: MUTED, hideOverlap: true, width: 150, overflow: 'truncate' as const }, inverse: chart.flat }
  const numbers = { type: 'value' as const, name: chart.unit, ...(chart.flat ? { nameLocation: 'middle' as const, nameGap: 24, max: reach(chart) } : {}), nameTextStyle: { color: MUTED, ...(chart.flat ? {} : { align: 'left' as const }) }, axisLabel: { color: MUTED }, splitLine: { lineStyle: { color: LINE } } }
  return {
    animationDuration: 250,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: INK },
    grid: { left: 4, right: chart.flat ? 44 : 18, top: chart.series.length > 1 ? 44 : chart.flat && !chart.mark ? 6 : 30, bottom: chart.flat ? 20 : 2, containLabel: true },
    legend: { right: 0, top: 0, itemHeight: 8, icon: 'roundRect', textStyle: { color: MUTED }, show: chart.series.length > 1 },
    tooltip: { trigger: 'axis' as const, confine: true, valueFormatter: (v: unknown) => said(v, chart.unit) },
    xAxis: chart.flat ? numbers : names,
    yAxis: chart.flat ? names : numbers,
    series,
  }
}

/** Draws every chart below `root` that is not drawn yet. */
export function drawCharts(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-chart]:not([data-drawn])')) {
    const source = document.getElementById(box.dataset.chart ?? '')
    if (!source?.textContent) continue
    const chart = JSON.parse(source.textContent) as Chart
    const drawn = echarts.init(box)
    drawn.setOption(option(chart))
    drawn.on('click', ({ dataIndex }) => {
      const link = chart.links?.[dataIndex]
      if (link) location.assign(link)
    })
    new ResizeObserver(() => drawn.resize()).observe(box)
    box.dataset.drawn = 'yes'
  }
}
