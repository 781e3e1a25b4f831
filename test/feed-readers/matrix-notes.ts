import type { Format } from '../../src/site/edition/scope.ts';
import type { Check } from './judge.ts';
import { limitOf } from './limits.ts';

/** Explains a fault that lies in the reader, not in the feed. */
export interface Note {
  reader: string;
  formats?: readonly Format[];
  checks: readonly Check[];
  why: string;
}

const FIRST_COPY = 'keeps its first copy of an item with an id, and ignores later changes in the feed';

export const NOTES: readonly Note[] = [
  { reader: 'Liferea', checks: ['update', 'rename', 'withdrawal'], why: FIRST_COPY },
  { reader: 'Thunderbird', checks: ['update', 'rename', 'withdrawal'], why: FIRST_COPY },
  {
    reader: 'FreshRSS',
    formats: ['json'],
    checks: ['links', 'authors', 'poll'],
    why: 'takes no authors and no home page from a JSON Feed, and sends no conditional requests for it',
  },
  {
    reader: 'tt-rss',
    checks: ['content'],
    why: "drops what stands between `<` and `>` in a headline, by PHP's `strip_tags`. No spelling keeps the words here and the headline right elsewhere",
  },
  { reader: 'tt-rss', formats: ['atom'], checks: ['authors'], why: 'shows only the first author' },
  {
    reader: 'tt-rss',
    checks: ['rename'],
    why: 'keeps the first link of an item; the old link redirects to the new one',
  },
  {
    reader: 'RSS Guard',
    formats: ['rss', 'atom'],
    checks: ['content'],
    why: 'drops what stands between `<` and `>` in a headline, too. It takes headlines for HTML',
  },
  { reader: 'RSS Guard', checks: ['poll'], why: 'sends no conditional requests' },
  {
    reader: 'RSS Guard',
    checks: ['update', 'rename'],
    why: 'replaces its copy only if the date of the item has changed. In RSS, a correction does not change it',
  },
  {
    reader: 'RSS Guard',
    formats: ['json'],
    checks: ['authors'],
    why: 'shows only `author`, which JSON Feed 1.1 replaced by `authors`',
  },
  {
    reader: 'sfeed_update',
    checks: ['poll'],
    why: 'sends no conditional requests, unless its `fetch()` is replaced as sfeedrc(5) shows',
  },
  {
    reader: 'sfeed_update',
    checks: ['update'],
    why: 'keeps its old copy of a story if id, headline and link are the same',
  },
  {
    reader: 'sfeed_update',
    checks: ['rename', 'withdrawal'],
    why: 'treats a story with another headline or link as another story, and keeps both',
  },
  {
    reader: 'rss2email',
    checks: ['update', 'rename', 'withdrawal'],
    why: 'sends no second mail about an item that changes, unless `reply-changes` is on, as in the next rows',
  },
  {
    reader: 'rss2email with `reply-changes = True`',
    checks: ['rename'],
    why: 'sends no mail if only the link changes; the old link redirects to the new one',
  },
  ...['rss2email', 'rss2email with `reply-changes = True`'].map(
    (reader): Note => ({ reader, formats: ['atom'], checks: ['authors'], why: 'shows only the last author' }),
  ),
  { reader: 'sfeed_update', formats: ['atom'], checks: ['authors'], why: 'shows only the first author' },
  {
    reader: 'feed2imap',
    checks: ['update', 'rename', 'withdrawal'],
    why: 'crashes when it replaces a mail in a maildir (not tried with an IMAP server)',
  },
];

export const noteOn = (reader: string, format: Format, check: Check): string | undefined =>
  NOTES.find(
    (note) =>
      note.reader === reader &&
      note.checks.includes(check) &&
      (note.formats === undefined || note.formats.includes(format)),
  )?.why ?? (check === 'authors' ? limitOf(reader, format, check)?.why : undefined);

/** Popular readers that did not run here. */
export const NOT_RUN: readonly string[] = [
  'Akregator: in Debian 13, but no program can ask it what it shows. It uses KF6 Syndication, see above.',
  'NetNewsWire, Reeder, Feedly, Inoreader, Feedbin, NewsBlur, The Old Reader: for other systems, or online services.',
  'Reported by others of a FreshRSS that did not run here: it finds no items in a JSON Feed whose title has `&`. The one above finds them.',
];
