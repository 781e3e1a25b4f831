import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CommandError } from '../../../cli/command-error.ts';
import type { MarkdownSystem } from '../markdown-systems.ts';
import { SourceFolder } from './markdown/files.ts';
import { findSystem, type KnownSystem, UncertainSystem } from './markdown/system.ts';
import { isZip, openingOf, openingOfStream, readStart } from './opening.ts';
import { openZip } from './zip.ts';

/** What can move in. */
export type System = 'WordPress' | 'Ghost' | 'Substack' | 'Markdown' | 'feed';

/** What a source is, and what says so. */
export interface Recognized {
  system: System;
  /** The name of the system, for people: that of Markdown's is the program that made a site of it. */
  name: string;
  why: string;
}

const NAMES: Readonly<Record<Exclude<System, 'Markdown'>, string>> = {
  WordPress: 'the namespace of its exports',
  Ghost: 'its database as JSON',
  Substack: 'posts.csv',
  feed: 'its format',
};

const recognized = (system: Exclude<System, 'Markdown'>, why = NAMES[system]): Recognized => ({
  system,
  name: system,
  why,
});

const KNOWN = `What can move in:
  WordPress   the file of Tools → Export (.xml, .xml.gz, .zip), or a folder with its parts
  Ghost       the file of Settings → Import/Export (.json)
  Substack    the zip of Settings → Exports
  Markdown    a folder of files with front matter (Eleventy, Jekyll, Octopress, Hugo, Astro, Hexo)
  a feed      its file or address (RSS, Atom or JSON Feed)`;

const refuse = (source: string, what: string) => new CommandError(`${source} ${what}\n\n${KNOWN}`);

/**
 * Whether a text is an export of WordPress, by its first characters. Plugins may have written warnings before the first element. What
 * stands in a story may speak of such exports.
 */
export function isWordPress(opening: string): boolean {
  if (/^[\s\u{feff}]*(?:\{|\[\s*[{"])/u.test(opening)) return false;
  // What a DOCTYPE declares may speak of items, too.
  const [head = ''] = opening.replace(/<!DOCTYPE[^[>]*\[[^\]]*\]/i, '').split(/<(?:item|entry)[\s>]/, 1);
  return /xmlns:\w+\s*=\s*["']https?:\/\/wordpress\.org\/export\/\d|<wp:wxr_version>/.test(head);
}

/** Systems that have no reader here, and the way that their exports take. */
const WAYS = {
  Medium:
    'is an export of Medium. Import it into Ghost (Settings → Import/Export → Medium), and move the export of Ghost in.',
  Beehiiv:
    'is an export of Beehiiv. Import it into Ghost (Settings → Import/Export → Beehiiv), and move the export of Ghost in.',
  Wix: "is an export of Wix. Make a file for Ghost of it with Ghost's tool (npx @tryghost/migrate wix-csv), import that into Ghost, and move the export of Ghost in. The site's feed at /blog-feed.xml moves in as it is, with its newest posts.",
};

/** Whose list of posts a table is, by the names of its columns: of a system that has no reader here; null if it is none of these. */
function ownerOfTable(opening: string): keyof typeof WAYS | null {
  const [head = ''] = opening.replace(/^\u{feff}/u, '').split(/\r?\n/, 1);
  const columns = new Set(head.split(',').map((name) => name.replace(/^"|"$/g, '').trim().toLowerCase()));
  if (columns.has('content_html') && columns.has('web_title')) return 'Beehiiv';
  return columns.has('rich content') && columns.has('post page url') ? 'Wix' : null;
}

/** Whether a page of HTML is a story as Medium exports it. */
const isOfMedium = (opening: string) =>
  /<article class="h-entry">/.test(opening) &&
  /class="p-name"/.test(opening) &&
  /data-field="body"/.test(opening);

/** The fields at the top of a JSON object, as far as its first characters go, and their values if they are texts. */
function topFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let depth = 0;
  let name: string | null = null;
  let isValue = false;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/gs)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && token === ':') isValue = true;
    else if (depth === 1 && token === ',') isValue = false;
    else if (depth === 1 && isValue) fields.set(name ?? '', token);
    else if (depth === 1 && token.startsWith('"')) {
      name = token.slice(1, -1);
      fields.set(name, '');
    }
  }
  return fields;
}

/** Whose export a text of JSON is. A text within it may speak of the other. */
function ownerOfJson(text: string): 'Ghost' | 'feed' | null {
  const fields = topFields(text);
  if (/jsonfeed\.org\\?\/version/.test(fields.get('version') ?? '')) return 'feed';
  if (fields.has('db') || (fields.has('meta') && fields.has('data'))) return 'Ghost';
  // Its version may stand after its items.
  if (fields.has('items'))
    return /jsonfeed\.org\\?\/version/.test(text) || fields.has('home_page_url') ? 'feed' : null;
  return /"(db|exported_on)"\s*:/.test(text) ? 'Ghost' : null;
}

/** Finds out what a text is by its first characters. */
function systemOf(source: string, opening: string): Exclude<System, 'Markdown'> {
  const text = opening.replace(/^[\s\u{feff}]+/u, '');
  if (!text) throw refuse(source, 'is empty. Export again.');
  // Before all else: the warnings are HTML.
  if (isWordPress(text)) return 'WordPress';
  if (/^[{[]/.test(text)) {
    const owner = ownerOfJson(text);
    if (owner !== null) return owner;
    throw refuse(source, 'is JSON, but neither an export of Ghost nor a JSON Feed.');
  }
  const other = ownerOfTable(text) ?? (isOfMedium(text) ? 'Medium' : null);
  if (other !== null) throw refuse(source, WAYS[other]);
  if (/^<(!doctype html|html)\b/i.test(text.replace(/<!--.*?-->\s*/gs, '')))
    throw refuse(
      source,
      'is an HTML page, not an export: perhaps the page for signing in. Sign in to the old site, and download it there.',
    );
  if (/<(rss|feed|rdf:RDF|channel)[\s>]/i.test(text)) return 'feed';
  if (/^(-- |\/\*!|CREATE TABLE|INSERT INTO|SQLite format 3)/i.test(text))
    throw refuse(source, 'is a copy of a database. Use the export of the old system instead.');
  if (/^(---|\+\+\+)\r?\n/.test(text))
    throw refuse(source, 'is a single file of Markdown. Name the folder that it is in.');
  throw refuse(source, 'is not an export that is known here.');
}

async function systemOfZip(source: string): Promise<Exclude<System, 'Markdown'>> {
  const zip = await openZip(source);
  try {
    const named = (pattern: RegExp) => zip.members.find(({ name }) => pattern.test(name))?.name;
    for (const { name } of zip.members.filter((member) => /\.csv$/i.test(member.name))) {
      const owner = ownerOfTable(await openingOfStream(await zip.open(name)));
      if (owner !== null) throw refuse(source, WAYS[owner]);
    }
    if (named(/(^|\/)posts\.csv$/i)) return 'Substack';
    const page = named(/(^|\/)posts\/[^/]+\.html$/i);
    if (page !== undefined && isOfMedium(await openingOfStream(await zip.open(page))))
      throw refuse(source, WAYS.Medium);
    for (const { name } of zip.members.filter((member) => /\.xml(\.gz)?$/i.test(member.name))) {
      if (isWordPress(await openingOfStream(await zip.open(name)))) return 'WordPress';
    }
    if (named(/\.(md|mdx|markdown)$/i))
      throw refuse(source, 'holds files of Markdown. Unpack it, and name the folder.');
    if (named(/\.json$/i)) return 'Ghost';
    throw refuse(source, 'is a zip without an export that is known here.');
  } finally {
    zip.close();
  }
}

/** How many files and folders are looked at before a folder counts as one without Markdown. */
const MAX_LOOKED_AT = 20_000;

/** Whether a folder or one in it has Markdown, as far as it is looked at. */
async function hasMarkdown(folder: string): Promise<boolean> {
  const folders = [folder];
  let looked = 0;
  for (const each of folders) {
    for (const file of await readdir(each, { withFileTypes: true })) {
      if (++looked > MAX_LOOKED_AT) return false;
      if (file.name.startsWith('.') || file.name === 'node_modules') continue;
      if (file.isDirectory()) folders.push(join(each, file.name));
      else if (/\.(md|mdx|markdown)$/i.test(file.name)) return true;
    }
  }
  return false;
}

/**
 * Finds out what a folder is. A site of Markdown may have an old export lying in it, and a folder of exports a README: what is certainly a
 * site's source is one.
 */
async function systemOfFolder(source: string, stated: MarkdownSystem | undefined): Promise<Recognized> {
  const names = (await readdir(source)).sort();
  for (const name of names.filter((each) => /\.csv$/i.test(each))) {
    const owner = ownerOfTable(await openingOf(await readStart(join(source, name))));
    if (owner !== null) throw refuse(source, WAYS[owner]);
  }
  const list = names.find((name) => /^posts\.csv$/i.test(name));
  if (list !== undefined && stated === undefined) return recognized('Substack', list);
  const folder = await SourceFolder.open(source);
  const site = await findSystem(folder, source, stated).catch((error: unknown) => {
    if (error instanceof UncertainSystem) return error;
    throw error;
  });
  const asSite = ({ system, why }: KnownSystem): Recognized => ({ system: 'Markdown', name: system, why });
  if (!(site instanceof UncertainSystem) && (await hasMarkdown(source))) return asSite(site);
  for (const name of names.filter((each) => /\.xml(\.gz)?$/i.test(each))) {
    if (isWordPress(await openingOf(await readStart(join(source, name)))))
      return recognized('WordPress', name);
  }
  if (await hasMarkdown(source)) throw site;
  const posts = await readdir(join(source, 'posts')).catch(() => names);
  const page = posts.find((name) => name.endsWith('.html'));
  const folderOfPage = posts === names ? source : join(source, 'posts');
  if (page !== undefined && isOfMedium(await openingOf(await readStart(join(folderOfPage, page)))))
    throw refuse(source, WAYS.Medium);
  const file = names.find((name) => ['.json', '.xml', '.zip'].includes(extname(name)));
  throw refuse(
    source,
    file
      ? `is a folder without Markdown. Name the file that is to move in, perhaps ${join(source, file)}.`
      : 'is a folder without an export and without files of Markdown.',
  );
}

/**
 * Finds out which system an export, a folder of files or a feed is of, by its first bytes and not by its name. `stated` is which system a
 * folder is of, if a person says so. Throws `CommandError` if there is nothing at `source`, or nothing that is known here; that is
 * `UncertainSystem` if somebody has to say which system it is.
 */
export async function recognize(source: string, stated?: MarkdownSystem): Promise<Recognized> {
  if (/^https?:\/\//i.test(source)) return recognized('feed', 'it is an address');
  const facts = await stat(source).catch(() => undefined);
  if (!facts)
    throw refuse(source, 'does not exist. Check the path; an address begins with https:// or http://.');
  if (facts.isDirectory()) return systemOfFolder(source, stated);
  if (stated !== undefined)
    throw refuse(
      source,
      'is a file, and --system says which system a folder of Markdown is of. Leave it out.',
    );
  const start = await readStart(source);
  return recognized(isZip(start) ? await systemOfZip(source) : systemOf(source, await openingOf(start)));
}
