import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Spread } from '../rounds.ts';

// Draws charts as SVG, without a browser. The same figures give the same bytes. The colours suit light and dark pages.

/** A bar of the median, with a line from the minimum to the maximum. */
export interface Bar {
  label: string;
  value: Spread;
  /** Our own program is highlighted. */
  isOurs: boolean;
}

/** A point of a line: a cost at a number of stories. */
export interface Point {
  series: string;
  x: number;
  y: Spread;
}

const WIDTH = 720;

const STYLE = `
svg { color: #24292f; font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
.ours { fill: #0b6bcb; }
.others { fill: #8c959f; }
.line0 { stroke: #0b6bcb; fill: #0b6bcb; }
.line1 { stroke: #bc4c00; fill: #bc4c00; }
.line2 { stroke: #1a7f37; fill: #1a7f37; }
.lines path { fill: none; }
.names { stroke: none; }
@media (prefers-color-scheme: dark) {
  svg { color: #e6edf3; }
  .ours { fill: #58a6ff; }
  .others { fill: #6e7681; }
  .line0 { stroke: #58a6ff; fill: #58a6ff; }
  .line1 { stroke: #f0883e; fill: #f0883e; }
  .line2 { stroke: #3fb950; fill: #3fb950; }
}`;

const { document } = parseHTML('<!doctype html><body></body>');

/** Draws a plot as a self-contained SVG. */
function toSvg(options: Plot.PlotOptions): string {
  const plot = Plot.plot({ ...options, width: WIDTH, document: document as unknown as Document });
  const svg = plot.outerHTML.replace(/<style>[\s\S]*?<\/style>/, `<style>${STYLE}\n</style>`);
  return `${svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`;
}

const formatNumber = (value: number) =>
  value.toLocaleString('en', value < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 });

/** Draws horizontal bars in the given order. */
export function drawBars(rows: readonly Bar[], unit: string): string {
  const most = Math.max(...rows.map(({ value }) => value.most));
  return toSvg({
    height: 62 + rows.length * 28,
    marginBottom: 44,
    marginLeft: 190,
    marginRight: 70,
    x: {
      label: unit,
      domain: [0, most],
      nice: true,
      ticks: 5,
      labelAnchor: 'center',
      labelOffset: 40,
      labelArrow: 'none',
    },
    y: { label: null, domain: rows.map(({ label }) => label), padding: 0.35, tickSize: 0 },
    marks: [
      Plot.barX(
        rows.filter(({ isOurs }) => isOurs),
        { y: 'label', x: (row: Bar) => row.value.median, className: 'ours', fill: null as never },
      ),
      Plot.barX(
        rows.filter(({ isOurs }) => !isOurs),
        { y: 'label', x: (row: Bar) => row.value.median, className: 'others', fill: null as never },
      ),
      Plot.ruleY(rows, {
        y: 'label',
        x1: (row: Bar) => row.value.least,
        x2: (row: Bar) => row.value.most,
        stroke: 'currentColor',
        strokeWidth: 1.5,
      }),
      Plot.text(rows, {
        y: 'label',
        x: (row: Bar) => row.value.most,
        text: (row: Bar) => formatNumber(row.value.median),
        textAnchor: 'start',
        dx: 8,
        fill: 'currentColor',
      }),
    ],
  });
}

/** Draws lines over the number of stories, on a logarithmic scale. */
export function drawLines(points: readonly Point[], unit: string): string {
  const series = [...new Set(points.map((point) => point.series))];
  const last = Math.max(...points.map(({ x }) => x));
  // The names of the series are in a column beside the ends of the lines, so that they do not overlap.
  const ends = points.filter(({ x }) => x === last).toSorted((a, b) => b.y.median - a.y.median);
  const ranked = ends.map((point) => point.series);
  const middle = ends.reduce((sum, { y }) => sum + y.median, 0) / ends.length;
  return toSvg({
    height: 300,
    marginBottom: 44,
    marginTop: 34,
    marginLeft: 60,
    marginRight: 130,
    x: {
      type: 'log',
      label: 'stories',
      labelOffset: 40,
      labelAnchor: 'center',
      ticks: [...new Set(points.map(({ x }) => x))],
      tickFormat: (x: number) => x.toLocaleString('en'),
      labelArrow: 'none',
    },
    y: {
      label: unit,
      domain: [0, Math.max(1.5, ...points.map(({ y }) => y.median))],
      nice: true,
      ticks: 4,
      grid: true,
      labelArrow: 'none',
    },
    marks: series.flatMap((name, index) => {
      const own = points.filter((point) => point.series === name);
      const at = { x: 'x', y: (point: Point) => point.y.median };
      return [
        Plot.line(own, { ...at, className: `lines line${index}`, stroke: null as never, strokeWidth: 2 }),
        Plot.dot(own, { ...at, className: `line${index}`, stroke: null as never, r: 4 }),
        Plot.text(
          own.filter(({ x }) => x === last),
          {
            x: 'x',
            y: middle,
            text: 'series',
            textAnchor: 'start',
            dx: 12,
            dy: (ranked.indexOf(name) - (series.length - 1) / 2) * 18,
            className: `line${index} names`,
            fill: null as never,
          },
        ),
      ];
    }),
  });
}
