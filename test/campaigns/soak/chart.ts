import { areaY, axisX, axisY, gridY, lineY, plot, ruleX, ruleY, text } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

// Draws charts as self-contained SVG files that work on light and dark backgrounds.

/** The colours of the series, in order. Readers who are colour-blind can tell them apart. */
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
  /** `area` stacks the series; `line` does not. */
  kind: 'line' | 'area';
  /** Labelled vertical lines. */
  marks?: { x: number; name: string }[];
  isLogarithmic?: boolean;
}

/** The average width of a letter, and the gap between two names, in pixels. */
const [LETTER_WIDTH, GAP] = [6, 18];

/** Draws the unit and the name of each series, in its colour, in a row above the chart. */
function legend(unit: string, series: readonly Series[]): string {
  let x = 4;
  const place = (text: string, colour?: string) => {
    const mark = colour
      ? `<rect class="series" x="${x}" y="7" width="10" height="10" fill="${colour}"/>`
      : '';
    const at = colour ? x + 15 : x;
    x = Math.round(at + text.length * LETTER_WIDTH + GAP);
    return `${mark}<text x="${at}" y="16" text-anchor="start" font-size="12">${text}</text>`;
  };
  return `<g>${place(unit)}${series.map(({ name }, index) => place(name, COLOURS[index])).join('')}</g>`;
}

/** Draws a chart as SVG. The same options give the same bytes. */
export function drawChart({ x, y, series, kind, marks = [], isLogarithmic = false }: ChartOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const rows = series.flatMap(({ name, points }) => points.map((point) => ({ ...point, name })));
  const encoding = { x: 'x', y: 'y', className: 'series' };
  const drawn = plot({
    document: document as unknown as Document,
    width: 760,
    height: 300,
    marginTop: marks.length > 0 ? 76 : 40,
    marginLeft: 52,
    className: 'chart',
    style: { fontSize: '12px' },
    x: { label: x },
    y: { label: null, ...(isLogarithmic ? { type: 'log' } : { zero: true, nice: true }) },
    color: { domain: series.map(({ name }) => name), range: COLOURS, legend: false },
    marks: [
      gridY({ strokeOpacity: 0.15 }),
      axisX({ tickSize: 0 }),
      axisY({ tickSize: 0, tickFormat: ',~f' }),
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
  const svg = drawn.outerHTML
    .replace(/<style>[\s\S]*?<\/style>/, STYLE)
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace(/<\/svg>$/, `${legend(y, series)}</svg>`);
  return `${svg}\n`;
}
