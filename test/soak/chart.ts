import { areaY, axisX, axisY, gridY, lineY, plot, ruleX, ruleY, text } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

// Charts as SVG files that stand by themselves, on light ground and on dark.

/** The colours of series, in the order in which they are named; all of them can be told apart without colour vision. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#a26900', '#7b61a8'];

const STYLE = `<style>
  svg { color: #24292f; background: none; font-family: system-ui, sans-serif; }
  @media (prefers-color-scheme: dark) { svg { color: #d0d7de; } .series { filter: brightness(1.5); } }
</style>`;

export interface Series {
  name: string;
  points: { x: number; y: number }[];
}

export interface ChartOptions {
  x: string;
  y: string;
  series: Series[];
  /** `area` stacks the series; `line` draws each for itself. */
  kind: 'line' | 'area';
  /** Where something begins, and what. */
  marks?: { x: number; name: string }[];
  isLogarithmic?: boolean;
}

/** Draws a chart; the same numbers give the same bytes. */
export function drawChart({ x, y, series, kind, marks = [], isLogarithmic = false }: ChartOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const rows = series.flatMap(({ name, points }) => points.map((point) => ({ ...point, name })));
  const encoding = { x: 'x', y: 'y', className: 'series' };
  const drawn = plot({
    document: document as unknown as Document,
    width: 760,
    height: 300,
    marginTop: marks.length > 0 ? 64 : 28,
    marginLeft: 52,
    className: 'chart',
    style: { color: 'currentColor', fontSize: '12px' },
    x: { label: x },
    y: { label: y, ...(isLogarithmic ? { type: 'log' } : { zero: true, nice: true }) },
    color: { domain: series.map(({ name }) => name), range: COLOURS, legend: false },
    marks: [
      gridY({ strokeOpacity: 0.15 }),
      axisX({ tickSize: 0 }),
      axisY({ tickSize: 0, tickFormat: 's' }),
      kind === 'area'
        ? areaY(rows, { ...encoding, fill: 'name', fillOpacity: 0.85, curve: 'step' })
        : lineY(rows, { ...encoding, stroke: 'name', strokeWidth: 1.6 }),
      ruleX(marks, { x: 'x', strokeOpacity: 0.4, strokeDasharray: '3 3' }),
      text(marks, {
        x: 'x',
        text: 'name',
        frameAnchor: 'top',
        textAnchor: 'start',
        dx: 3,
        dy: -14,
        rotate: -12,
      }),
      ...(isLogarithmic ? [] : [ruleY([0], { strokeOpacity: 0.6 })]),
    ],
  });
  const svg = drawn as unknown as SVGElement;
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.insertAdjacentHTML('afterbegin', STYLE);
  return `${svg.outerHTML}\n`;
}

/** Which colour is which series, for the text below a chart. */
export const legendOf = (series: readonly Series[]) => series.map(({ name }) => name).join(', ');
