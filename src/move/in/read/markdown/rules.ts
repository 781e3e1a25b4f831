import { posix } from 'node:path';
import type { OldTarget } from '../../old-site.ts';
import { fieldOf, type Row } from '../fields.ts';
import type { Hidden } from './publicity.ts';
import type { Computed } from './script.ts';
import { readMatterDate } from './values.ts';

/** A file of Markdown, without its text. */
export interface SourceText {
  /** Relative to the folder, with `/`. */
  path: string;
  fields: Row;
  /** The fields whose value only a program would tell, by their paths in lower case. */
  computed: Readonly<Record<string, Computed>>;
  /** The fields that its front matter has several times. */
  repeated: readonly string[];
  hasFrontMatter: boolean;
  /** RFC 3339, in the zone of the site. */
  date: string | null;
}

/** What a file is: dated news, a page, the page of a section or tag, or nothing that readers got. */
export type Kind = 'post' | 'page' | 'list' | null;

/** What the systems do differently. */
export interface Rules {
  kindOf(text: SourceText): Kind;
  /** Why the system made no public page of a text, beside fields that mean so in every system; null if nothing says so. */
  hides(text: SourceText): Hidden | null;
  /** The fields that the configuration and the data of the site give to a file at this path, whose front matter has these fields. */
  defaultsOf(path: string, own: Row): { fields: Row; computed: Readonly<Record<string, Computed>> };
  /** The fields that hold for all texts in folders above this path, or for all of the site: Hugo's `cascade`. */
  cascades(path: string): readonly Row[];
  /** The path of its page: `/2019/05/a-story/`; null if only running the site's own program would tell. */
  pathOf(text: SourceText): string | null;
  /** The id by which the feed names a post at this path, from the site's address. */
  identifierOf(text: SourceText, path: string): string;
  /** The folder whose files are at the root of the site; empty if that is the folder itself. */
  publicFolder: string;
  /** The paths of the lists of all posts, and of the site's feeds. */
  lists: readonly [string, OldTarget][];
  /** The paths of a term's lists and feeds; `taxonomy` is `tags` or `categories`. */
  termLists(taxonomy: string, name: string): readonly [string, 'list' | 'rss' | 'atom'][];
  /** The path of a further page of the list of posts, and how many posts a page has; null if there are none. */
  furtherPages: { path: string; size: number } | null;
  /** Fields that name further paths of a text. */
  aliasFields: readonly string[];
}

/** No fields for any file. */
export const NO_DEFAULTS: ReturnType<Rules['defaultsOf']> = { fields: {}, computed: {} };

/** A draft, and what makes it one. */
export const draftBecause = (why: string): Hidden => ({ unpublished: 'draft', why });

const REPOSITORY =
  /^(?:readme|licen[cs]e|copying|notice|contributing|contributors|authors|maintainers|governance|changelog|changes|history|releases|upgrading|code[-_]of[-_]conduct|security|support|install|todo|agents|claude|pull_request_template|issue_template)(?:[-_.][\w-]+)*\.\w+$/i;

/** Whether a file at the top is about the repository, and no text of the site: `README.md`, `LICENSE.md`. */
export const isOfRepository = (path: string) => REPOSITORY.test(path);

/** Whether one of some patterns names a file: its path, a folder above it, or its name. */
export const isNamedBy = (path: string, patterns: readonly string[]) =>
  patterns.some((pattern) => {
    const wanted = pattern.replace(/^(?:\.?\/)|\/$/g, '');
    return (
      path === wanted ||
      path.startsWith(`${wanted}/`) ||
      posix.matchesGlob(path, wanted) ||
      posix.matchesGlob(posix.basename(path), wanted)
    );
  });

/** The parts of a file's name: `2019-05-04-a-story.md` is dated. */
export function nameParts(path: string): { folder: string; date: string | null; name: string } {
  const [, folder = '', file = ''] = /^(?:(.*)\/)?([^/]*)$/.exec(path) ?? [];
  const name = file.replace(/\.\w+$/, '');
  const [, date, rest] = /^(\d{4}-\d{1,2}-\d{1,2})[-_](.+)$/.exec(name) ?? [];
  return { folder, date: date ?? null, name: rest ?? name };
}

const DATES = [
  'date',
  'pubdate',
  'publishdate',
  'pubdatetime',
  'published_at',
  'datepublished',
  'published',
  'created',
] as const;

/** Finds the date of publication: in the fields, or in the name of the file. `wrong` is what stands there and is no date. */
export function findDate(
  path: string,
  fields: Row,
  zone: string,
): { date: string | null; wrong: string | null } {
  let wrong: string | null = null;
  for (const name of DATES) {
    const value = fieldOf(fields, name);
    if (value === undefined || value === null || typeof value === 'boolean') continue;
    const date = readMatterDate(value, zone);
    if (date !== null) return { date, wrong };
    wrong ??= `${name}: ${String(value)}`;
  }
  const { folder, date } = nameParts(path);
  // A bundle of Hugo is dated by its folder.
  return { date: readMatterDate(date ?? nameParts(folder).date ?? undefined, zone), wrong };
}
