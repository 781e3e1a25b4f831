import type { Week } from './week.ts';
import { DAYS } from './week.ts';
import { KINDS, type WorldFeed } from './world.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** Writes a duration in its largest unit. */
function duration(milliseconds: number): string {
  if (milliseconds < 2 * HOUR) return `${Math.round(milliseconds / MINUTE)} min`;
  return milliseconds < 2 * DAY
    ? `${(milliseconds / HOUR).toFixed(1)} h`
    : `${(milliseconds / DAY).toFixed(1)} d`;
}

/** Returns the value below which a share of the sorted values is. */
const share = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

function row(name: string, those: readonly WorldFeed[], { requests, delays }: Week): string {
  const urls = new Set(those.map(({ url }) => url));
  const asked = requests.filter(({ feed }) => urls.has(feed.url));
  const times = delays
    .filter(({ feed }) => urls.has(feed))
    .map(({ delay }) => delay)
    .toSorted((a, b) => a - b);
  const cells = [
    name,
    those.length,
    (asked.length / those.length / DAYS).toFixed(1),
    asked.length === 0
      ? '–'
      : `${Math.round((100 * asked.filter(({ status }) => status === 304).length) / asked.length)} %`,
    ...[0.5, 0.9, 1].map((part) => (times.length === 0 ? '–' : duration(share(times, part)))),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Makes the report of a week. */
export function makeReport(week: Week): string {
  const { feeds, requests, breaches, lost, published, missed, runs, awake } = week;
  const hosts = new Set(feeds.map(({ host }) => host)).size;
  const head =
    '| feeds | number | requests a feed and day | of them 304 | half of the items within | nine of ten | all |\n|---|---|---|---|---|---|---|';
  const table = (rows: string[]) => [head, ...rows].join('\n');
  const gaps = [...new Set(feeds.map(({ gap }) => gap))].toSorted((a, b) => a - b);
  const perDay = Math.round(requests.length / DAYS);
  return `# A week of ${feeds.length} feeds on ${hosts} hosts

\`npm run intake\` writes this report. The feeds are in \`world.ts\`; rooms, poller and fetcher are the real ones, over SQLite. The clock is virtual.

## What must hold

| rule | breaches in ${requests.length.toLocaleString('en')} requests |
|---|---|
| no host is asked twice at once | ${breaches.atOnce.length} |
| no request without a condition is repeated within a day | ${breaches.unconditional.length} |
| no \`Retry-After\` is broken | ${breaches.retryAfter.length} |
| at most hourly; every 15 minutes only where the feed allows it | ${breaches.tooSoon.length} |
| every feed is asked after the fifth day, or no more if it is gone for good | ${lost.length} |

${perDay.toLocaleString('en')} requests a day, in ${Math.round(runs / DAYS)} runs, which take ${duration(awake / DAYS)} in all, waiting included. Of ${published.toLocaleString('en')} items that were published, ${missed.toLocaleString('en')} were not seen: feeds show their newest 20, and lose older ones before they are asked again, as those without a validator do; the newest may be asked for after the week has ended.

## By what feeds do

${table(
  KINDS.map((kind) =>
    row(
      kind,
      feeds.filter((feed) => feed.kind === kind),
      week,
    ),
  ),
)}

## By how often items appear

${table(
  gaps.map((gap) =>
    row(
      `every ${duration(gap)}`,
      feeds.filter((feed) => feed.gap === gap),
      week,
    ),
  ),
)}
`;
}
