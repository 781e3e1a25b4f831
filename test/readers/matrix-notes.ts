import type { Format } from '../../src/edition/scope.ts';
import type { Check } from './judge.ts';
import { limitOf } from './limits.ts';

/** Why a reader is not right in something, where that lies in the reader. */
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
    why: 'keeps its first copy of an item that has an id, whatever changes in the feed',
  },
  {
    reader: 'sfeed_update',
    checks: ['poll'],
    why: 'asks without a condition, unless its `fetch()` is replaced as sfeedrc(5) shows',
  },
  {
    reader: 'sfeed_update',
    checks: ['update'],
    why: 'keeps the copy it has of a story whose id, headline and link are the same',
  },
  {
    reader: 'sfeed_update',
    checks: ['rename', 'withdrawal'],
    why: 'takes a story with another headline or link for another story, and keeps both',
  },
  {
    reader: 'rss2email',
    checks: ['rename'],
    why: 'sends no mail when the link alone changes; the old link leads to the new one',
  },
  { reader: 'rss2email', formats: ['atom'], checks: ['authors'], why: 'knows one author, the last' },
  { reader: 'sfeed_update', formats: ['atom'], checks: ['authors'], why: 'knows one author, the first' },
  {
    reader: 'feed2imap',
    checks: ['update', 'rename', 'withdrawal'],
    why: 'ends with an error of its own when it has to replace a mail in a maildir (an IMAP server was not tried)',
  },
];

export const noteOn = (reader: string, format: Format, check: Check): string | undefined =>
  NOTES.find(
    (note) =>
      note.reader === reader &&
      note.checks.includes(check) &&
      (note.formats === undefined || note.formats.includes(format)),
  )?.why ?? (check === 'authors' ? limitOf(reader, format, check)?.why : undefined);

/** Readers that many people use and that cannot run here. */
export const NOT_RUN: readonly string[] = [
  'FreshRSS (with a later SimplePie than the one above) and tt-rss (with a parser of its own): not in Debian 13.',
  'RSS Guard, Akregator, Thunderbird: in Debian 13, but without a way to be asked from outside what they show. Akregator reads with KF6 Syndication, see above.',
  'NetNewsWire, Reeder, Feedly, Inoreader, Feedbin, NewsBlur, The Old Reader: other systems, or services on the net.',
];
