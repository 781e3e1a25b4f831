import type { Format } from '../../src/edition/scope.ts';
import type { Check } from './judge.ts';
import { limitOf } from './limits.ts';

/** Explains a fault that lies in the reader, not in the feed. */
export interface Note {
  reader: string;
  formats?: readonly Format[];
  checks: readonly Check[];
  why: string;
}

export const NOTES: readonly Note[] = [
  {
    reader: 'Liferea',
    checks: ['update', 'rename', 'withdrawal'],
    why: 'keeps its first copy of an item with an id, and ignores later changes in the feed',
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
    checks: ['rename'],
    why: 'sends no mail if only the link changes; the old link redirects to the new one',
  },
  { reader: 'rss2email', formats: ['atom'], checks: ['authors'], why: 'shows only the last author' },
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

/** Popular readers that cannot run here. */
export const NOT_RUN: readonly string[] = [
  'FreshRSS (with a later SimplePie than the one above) and tt-rss (with its own parser): not in Debian 13.',
  'RSS Guard, Akregator, Thunderbird: in Debian 13, but no program can ask them what they show. Akregator uses KF6 Syndication, see above.',
  'NetNewsWire, Reeder, Feedly, Inoreader, Feedbin, NewsBlur, The Old Reader: for other systems, or online services.',
];
