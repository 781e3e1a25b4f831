import { mkdirSync, writeFileSync } from 'node:fs';
import type { Format } from '../../src/edition/scope.ts';
import type { Application, Subscription } from './application.ts';
import { elfeed } from './applications/elfeed.ts';
import { liferea } from './applications/liferea.ts';
import { feed2imap, rss2email } from './applications/mail.ts';
import { miniflux } from './applications/miniflux.ts';
import { newsboat } from './applications/newsboat.ts';
import { sfeed } from './applications/sfeed.ts';
import { DEBIAN_LIBRARIES } from './debian-libraries.ts';
import { CHECKS, type Check, judgeChanges, judgeReading, type Verdict } from './judge.ts';
import { NOT_RUN, noteOn } from './matrix-notes.ts';
import { startNewsroom } from './newsroom.ts';
import { NPM_LIBRARIES } from './npm-libraries.ts';
import type { Library, ReadFeed } from './reader.ts';

// `npm run readers`: every reader that is installed reads a local newsroom, before and after stories change there, and
// docs/readers.md says what each of them made of it. `npm run readers -- Miniflux newsboat` runs these alone and writes
// nothing.

const REPORT = 'docs/readers.md';

const APPLICATIONS = [miniflux, newsboat, liferea, elfeed, rss2email, feed2imap, sfeed];
const LIBRARIES = [...NPM_LIBRARIES, ...DEBIAN_LIBRARIES];

/** A library keeps nothing: what it finds is what is in the feed now. */
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
      end: async () => {},
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

/** `✓` right, `✗` wrong, `–` not judged. */
const markOf = ({ verdict }: Row, check: Check) =>
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
      // The test fetches for a library.
      if (isLibrary) delete verdict.poll;
      row.verdict = verdict;
    } catch (error) {
      row.verdict = { content: reasonOf(error) };
    }
    const marks = CHECKS.slice(0, 4).map((check) => `${check} ${markOf(row, check)}`);
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
  await row.subscription.end();
  const marks = CHECKS.slice(4).map((check) => `${check} ${markOf(row, check)}`);
  say(`${row.reader.name} ${row.version}, ${FORMAT_NAMES[row.format]}: ${marks.join('  ')}`);
}
await newsroom.stop();

/** What is not right, once for each reason: `Liferea: update, rename: why`. */
function notesOf(ofRows: readonly Row[]): { known: string[]; unknown: string[] } {
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

const table = (ofRows: readonly Row[]) =>
  [
    `| Reader | Format | ${CHECKS.map((check) => check[0]?.toUpperCase() + check.slice(1)).join(' | ')} |`,
    `|---|---|${CHECKS.map(() => ':-:').join('|')}|`,
    ...ofRows.map((row, index) => {
      const isFirst = ofRows[index - 1]?.reader !== row.reader;
      const name = isFirst ? `${row.reader.name} ${row.version}` : '';
      return `| ${name} | ${FORMAT_NAMES[row.format]} | ${CHECKS.map((check) => markOf(row, check)).join(' | ')} |`;
    }),
  ].join('\n');

const { known, unknown } = notesOf(rows);
if (chosen.length === 0) {
  mkdirSync('docs', { recursive: true });
  writeFileSync(
    REPORT,
    `# Readers

What feed readers and libraries make of Edgewire's feeds. \`npm run readers\` writes this page: it starts a newsroom with the
sample stories of \`data/stories\` and \`test/stories\`, lets each reader that is installed subscribe, and compares what the
reader shows with what the stories say. Then it corrects a story, renames another and withdraws a third, and looks again.

- **Content**: the headline and the whole text of every story, pictures' captions included.
- **Links**: the newsroom's address, every story's own, and a link to each of its sources.
- **Authors**: every author of every story.
- **Poll**: the reader is answered 304 while nothing is new.
- **Update**: a correction replaces the text of the same item.
- **Rename**: the same item has the new address.
- **Withdrawal**: the same item says that the story was withdrawn and why; the story's words are gone.

✓ right · ✗ not right, explained below the table · – not judged: a library does not poll.

## Applications

${table(rows.filter(({ isLibrary }) => !isLibrary))}

## Libraries

A library remembers nothing; that an item is the same is judged by its id. \`npm run test:readers\` compares dates as well, and
pages of the archive.

${table(rows.filter(({ isLibrary }) => isLibrary))}

## What is not right, and why

${[...known, ...unknown.map((fault) => `- ${fault}`)].join('\n') || 'Nothing.'}

## Not run

${[...missing.map(({ name, packageName }) => `- ${name}: not installed (${packageName}).`), ...NOT_RUN.map((text) => `- ${text}`)].join('\n')}
`,
  );
  say(`\n${REPORT} is written.`);
}
for (const fault of unknown) say(`Not explained: ${fault}`);
process.exit(unknown.length > 0 ? 1 : 0);
