import { mkdirSync, writeFileSync } from 'node:fs';
import type { Format } from '../../src/site/edition/scope.ts';
import type { Application, Subscription } from './application.ts';
import { elfeed } from './applications/elfeed.ts';
import { freshrss } from './applications/freshrss.ts';
import { liferea } from './applications/liferea.ts';
import { feed2imap, rss2email, rss2emailReplying } from './applications/mail.ts';
import { miniflux } from './applications/miniflux.ts';
import { newsboat } from './applications/newsboat.ts';
import { rssGuard } from './applications/rssguard.ts';
import { sfeed } from './applications/sfeed.ts';
import { thunderbird } from './applications/thunderbird.ts';
import { ttRss } from './applications/tt-rss.ts';
import { DEBIAN_LIBRARIES } from './debian-libraries.ts';
import { HEADLINES } from './documents.ts';
import { CHECKS, type Check, judgeChanges, judgeReading, type Verdict } from './judge.ts';
import { NOT_RUN, noteOn } from './matrix-notes.ts';
import { startNewsroom } from './newsroom.ts';
import { NPM_LIBRARIES } from './npm-libraries.ts';
import type { Library, ReadFeed } from './reader.ts';

// `npm run readers` lets every installed reader read a local newsroom, before and after stories change, and writes the
// results to docs/readers.md. `npm run readers -- Miniflux newsboat` runs only these readers and writes nothing. FreshRSS and tt-rss
// are no Debian packages: unpack their sources anywhere, and name the folders by FRESHRSS and TT_RSS.

const REPORT = 'docs/readers.md';

const APPLICATIONS = [
  miniflux,
  freshrss,
  ttRss,
  newsboat,
  rssGuard,
  liferea,
  thunderbird,
  elfeed,
  rss2email,
  rss2emailReplying,
  feed2imap,
  sfeed,
];
const LIBRARIES = [...NPM_LIBRARIES, ...DEBIAN_LIBRARIES];

/** Wraps a library, which stores nothing and finds only what is in the feed now. */
const asApplication = (library: Library): Application => ({
  ...library,
  packageName: library.source.replace(/^Debian: /, ''),
  subscribe: async (url, format) => {
    let found: ReadFeed = { homePage: null, items: [] };
    return {
      refresh: async () => {
        const document = await (await fetch(url)).text();
        found = await library.read(document, format);
      },
      items: async () => found.items,
      homePage: async () => found.homePage,
      stop: async () => {},
    };
  },
});

interface Row {
  reader: Application;
  version: string;
  format: Format;
  isLibrary: boolean;
  verdict: Verdict;
  subscription?: Subscription;
}

const FORMAT_NAMES = { rss: 'RSS', atom: 'Atom', json: 'JSON Feed' } as const;

const symbolFor = ({ verdict }: Row, check: Check) =>
  !(check in verdict) ? '–' : verdict[check] === undefined ? '✓' : '✗';

const chosen = process.argv.slice(2);
const isChosen = ({ name }: { name: string }) => chosen.length === 0 || chosen.includes(name);
const candidates = [
  ...APPLICATIONS.map((reader) => ({ reader, isLibrary: false })),
  ...LIBRARIES.map((library) => ({ reader: asApplication(library), isLibrary: true })),
].filter(({ reader }) => isChosen(reader));

const say = (text: string) => process.stdout.write(`${text}\n`);
const reasonOf = (error: unknown) => (error instanceof Error ? error.message.trim() : String(error));

say('Starting a newsroom …');
const newsroom = await startNewsroom();
const rows: Row[] = [];
const missing: Application[] = [];

for (const { reader, isLibrary } of candidates) {
  const version = reader.version();
  if (version === undefined) {
    missing.push(reader);
    say(`${reader.name}: not installed (${reader.packageName})`);
    continue;
  }
  for (const format of reader.formats) {
    const row: Row = { reader, version, format, isLibrary, verdict: {} };
    rows.push(row);
    try {
      const url = newsroom.feedUrl(format);
      row.subscription = await reader.subscribe(url, format);
      const verdict = await judgeReading(row.subscription, newsroom, new URL(url).pathname);
      // Libraries do not poll; this program fetches the feed for them.
      if (isLibrary) delete verdict.poll;
      row.verdict = verdict;
    } catch (error) {
      row.verdict = { content: reasonOf(error) };
    }
    const marks = CHECKS.slice(0, 4).map((check) => `${check} ${symbolFor(row, check)}`);
    say(`${reader.name} ${version}, ${FORMAT_NAMES[format]}: ${marks.join('  ')}`);
  }
}

say('Correcting a story, renaming another, withdrawing a third …');
const changes = await newsroom.change();
for (const row of rows) {
  if (!row.subscription) continue;
  try {
    Object.assign(row.verdict, await judgeChanges(row.subscription, changes));
  } catch (error) {
    const reason = reasonOf(error);
    Object.assign(row.verdict, { update: reason, rename: reason, withdrawal: reason });
  }
  await row.subscription.stop();
  const marks = CHECKS.slice(4).map((check) => `${check} ${symbolFor(row, check)}`);
  say(`${row.reader.name} ${row.version}, ${FORMAT_NAMES[row.format]}: ${marks.join('  ')}`);
}
await newsroom.stop();

/** Lists faults with a known explanation, each once, and faults without one. */
function explainFaults(ofRows: readonly Row[]): { known: string[]; unknown: string[] } {
  const known = new Map<string, Set<string>>();
  const unknown: string[] = [];
  for (const { reader, format, verdict } of ofRows) {
    for (const check of CHECKS) {
      const fault = verdict[check];
      if (fault === undefined) continue;
      const why = noteOn(reader.name, format, check);
      if (why === undefined) {
        unknown.push(`${reader.name}, ${FORMAT_NAMES[format]}, ${check}: ${fault}`);
      } else {
        const key = `**${reader.name}** ${why}`;
        known.set(key, (known.get(key) ?? new Set()).add(check));
      }
    }
  }
  return {
    known: Array.from(known, ([text, checks]) => `- ${text} (${Array.from(checks).join(', ')}).`),
    unknown,
  };
}

/** Formats that a reader shows alike share a line. */
const table = (ofRows: readonly Row[]) => {
  const groups = Map.groupBy(ofRows, (row) => {
    const marks = CHECKS.map((check) => symbolFor(row, check)).join(' | ');
    return `${row.reader.name} ${row.version}\n${marks}`;
  });
  return [
    `| Reader | Formats | ${CHECKS.map((check) => check[0]?.toUpperCase() + check.slice(1)).join(' | ')} |`,
    `|---|---|${CHECKS.map(() => ':-:').join('|')}|`,
    ...Array.from(groups, ([alike, group]) => {
      const [name, marks] = alike.split('\n');
      return `| ${name} | ${group.map(({ format }) => FORMAT_NAMES[format]).join(', ')} | ${marks} |`;
    }),
  ].join('\n');
};

const { known, unknown } = explainFaults(rows);
if (chosen.length === 0) {
  mkdirSync('docs', { recursive: true });
  writeFileSync(
    REPORT,
    `# Readers

What feed readers and libraries show of Edgewire's feeds. \`npm run readers\` writes this page: it starts a newsroom with the
sample stories of \`data/stories\` and \`test/stories\`, lets each installed reader subscribe, and compares what the reader shows
with the stories. Then it corrects a story, renames another, withdraws a third, and compares again.

- **Content**: the headline and the whole text of every story, pictures' captions included. Some headlines look like HTML:
  ${HEADLINES.map((headline) => `\`${headline}\``).join(' · ')}.
- **Links**: to the newsroom, to every story, and to each of its sources.
- **Authors**: every author of every story.
- **Poll**: the reader gets a 304 while nothing is new.
- **Update**: a correction replaces the text of the same item.
- **Rename**: the same item has the new address.
- **Withdrawal**: the same item says that the story was withdrawn and why; the story's words are gone.

✓ right · ✗ wrong, explained below the tables · – not judged, because libraries do not poll

## Applications

${table(rows.filter(({ isLibrary }) => !isLibrary))}

## Libraries

Libraries store nothing, so two items count as the same if they have the same id. \`npm run test:readers\` also compares dates, and
archive pages.

${table(rows.filter(({ isLibrary }) => isLibrary))}

## What is wrong, and why

${[...known, ...unknown.map((fault) => `- ${fault}`)].join('\n') || 'Nothing.'}

## Not run

${[...missing.map(({ name, packageName }) => `- ${name}: not installed (${packageName}).`), ...NOT_RUN.map((text) => `- ${text}`)].join('\n')}
`,
  );
  say(`\nWrote ${REPORT}.`);
}
for (const fault of unknown) say(`Unexplained: ${fault}`);
process.exit(unknown.length > 0 ? 1 : 0);
