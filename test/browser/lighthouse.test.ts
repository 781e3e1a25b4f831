import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import lighthouse from 'lighthouse';
import desktop from 'lighthouse/core/config/desktop-config.js';
import { freePort, type Server, startServer } from '../cli/server.ts';
import { openChromium } from './chromium.ts';
import { publishHistory } from './history.ts';

// Uses Lighthouse's default profile, a phone on a slow network, and for a story a desktop's, too: it has notes in the margin. The
// network is simulated, and a phone is four times slower than the machine, unless that makes a slow machine the slowest of phones.

const STORY = '/stories/atom-becomes-a-standard';
const PAGES: [path: string, device?: typeof desktop][] = [
  ['/'],
  ['/topics/web-feeds'],
  [STORY],
  [STORY, desktop],
  ['/archive/1'],
  ['/subscribe'],
];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const MIN_SCORE = 99;
const MAX_FIRST_PAINT = 1000;
/** A page that has not been good in so many runs is not. */
const MOST_RUNS = 5;
/** The `benchmarkIndex` of a slow phone, with which Chrome's DevTools calibrate: a Moto G Power of 2022. */
const SLOW_PHONE = 264;
/** How much slower than the machine Lighthouse's phone is. */
const SLOWDOWN = 4;

let server: Server;

before(async () => {
  server = await startServer();
  await publishHistory(server);
});

after(() => server.stop());

async function audit(url: string, port: number, device?: typeof desktop, slowdown = SLOWDOWN) {
  const throttling = { cpuSlowdownMultiplier: slowdown };
  // It takes `Schemamap:` in robots.txt, which NLWeb reads, for a mistake. RFC 9309 allows other lines (section 2.2.4).
  const skipAudits = ['robots-txt'];
  const flags = { port, onlyCategories: CATEGORIES, skipAudits, logLevel: 'error' as const };
  const result = await lighthouse(url, device ? flags : { ...flags, throttling }, device);
  assert.ok(result && !result.lhr.runtimeError, JSON.stringify(result?.lhr.runtimeError));
  const { categories, audits, environment } = result.lhr;
  return {
    benchmarkIndex: environment.benchmarkIndex,
    scores: CATEGORIES.map((name) => Math.round((categories[name]?.score ?? 0) * 100)),
    firstPaint: audits['first-contentful-paint']?.numericValue ?? Number.NaN,
    failed: Object.values(audits)
      .filter(({ score }) => score !== null && score < 1)
      .map(({ id, displayValue }) => `${id} ${displayValue ?? ''}`),
  };
}

const isGood = ({ scores, firstPaint }: Awaited<ReturnType<typeof audit>>) =>
  scores.every((score) => score >= MIN_SCORE) && firstPaint <= MAX_FIRST_PAINT;

for (const [scheme, flags] of [
  ['light', []],
  // Emulates a phone in dark mode; Lighthouse has no setting for it.
  ['dark', ['--blink-settings=preferredColorScheme=0']],
] as const) {
  test(`Lighthouse gives every page at least ${MIN_SCORE} of 100, and a first paint within a second (${scheme})`, async (t) => {
    const port = await freePort();
    const browser = await openChromium([`--remote-debugging-port=${port}`, ...flags]);
    const again: (() => Promise<void>)[] = [];
    for (const [path, device] of PAGES) {
      const run = (slowdown?: number) => audit(`${server.url}${path}`, port, device, slowdown);
      const first = await run();
      t.diagnostic(
        `${path}${device ? ' on a desktop' : ''}: ${first.scores.join(', ')}, first paint ${Math.round(first.firstPaint)} ms`,
      );
      if (isGood(first)) continue;
      const slowdown = Math.max(1, Math.min(SLOWDOWN, first.benchmarkIndex / SLOW_PHONE));
      again.push(async () => {
        const runs = [first];
        while (runs.length < MOST_RUNS && !runs.some(isGood)) runs.push(await run(slowdown));
        assert.ok(runs.some(isGood), `${path}: ${JSON.stringify(runs, null, 1)}`);
      });
    }
    // What else the machine does only takes points away: one good run shows what the page can do. The others follow once all are done.
    for (const audits of again) await audits();
    await browser.close();
  });
}
