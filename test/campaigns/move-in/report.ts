import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawChart } from '../soak/chart.ts';
import type { Sample } from './run.ts';

export interface Result {
  posts: number;
  pictures: number;
  runs: Sample[][];
  seconds: number;
  /** The most megabytes that a run of the command had in memory. */
  memory: number;
  found: number;
  doubled: number;
  askedPictures: number;
  addresses: number;
  wrong: string[];
}

const number = (value: number) => Math.round(value).toLocaleString('en');

/** Writes report.md and progress.svg beside this file. */
export function writeReport(result: Result): void {
  const { posts, pictures, runs, seconds, memory, found, doubled, askedPictures, addresses, wrong } = result;
  const lines = [
    '# Moving in, interrupted three times',
    '',
    `\`npm run move-in:campaign\` makes an export of WordPress with ${number(posts)} posts of about 600 words, serves its ${number(pictures)} pictures on this machine, and moves it into \`npm start\`. It kills the command (\`kill -9\`) while it plans, while it sends stories, and while it sends more. Then it asks for every old address.`,
    '',
    '| | |',
    '|---|--:|',
    `| stories on the server | ${number(found)} of ${number(posts)} |`,
    `| stories there twice | ${number(doubled)} |`,
    `| time, all runs together | ${number(seconds)} s |`,
    `| most memory of the command | ${number(memory)} MB |`,
    `| requests for the ${number(pictures)} pictures | ${number(askedPictures)} |`,
    `| old addresses that answer right | ${number(addresses - wrong.length)} of ${number(addresses)} |`,
    '',
    '![Posts planned and stories sent, by time](progress.svg)',
    '',
    ...wrong.slice(0, 20).map((line) => `- ${line}`),
  ];
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  writeFileSync(path('report.md'), `${lines.join('\n').trimEnd()}\n`);
  const samples = runs.flat().filter((_, index) => index % 8 === 0);
  const points = (of: (sample: Sample) => number) =>
    samples.map((sample) => ({ x: sample.at, y: of(sample) }));
  const chart = drawChart({
    x: 'seconds',
    y: 'entries',
    kind: 'line',
    series: [
      { name: 'posts planned', points: points(({ planned }) => planned) },
      { name: 'stories sent', points: points(({ stories }) => stories) },
    ],
    marks: runs.slice(0, -1).map((run) => ({ x: run.at(-1)?.at ?? 0, name: 'killed' })),
  });
  writeFileSync(path('progress.svg'), chart);
}
