import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CommandError } from '../../../../cli/command-error.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { Loss, OldEntry, OldTarget, Place, ReadOptions } from '../../old-site.ts';
import { lineOf, makeLoss, type Row, textOf } from '../fields.ts';
import { addressIn, siteAddress, UNKNOWN_SITE } from '../old-site-address.ts';
import { UniqueKeys } from '../unique-keys.ts';
import { asUtf8 } from '../utf8.ts';
import { openZip } from '../zip.ts';
import { readPost, slugOf } from './post.ts';
import { readList } from './posts-list.ts';

/** The largest text of a post, in bytes. A zip can make a terabyte of a few kilobytes. */
const MAX_TEXT = 32 * 1024 * 1024;

/** An export of Substack: a zip, or the folder that it was unpacked to. Close it after use. */
interface SubstackExport {
  /** The size of posts.csv in bytes. */
  size: number;
  readList(): Promise<AsyncIterable<Uint8Array>>;
  /** The names of the posts that have a text: `12345.a-slug`. */
  texts: ReadonlySet<string>;
  /** Reads a text. Throws an error with a reason if it cannot be read. */
  readText(name: string): Promise<Uint8Array>;
  close(): void;
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_TEXT) throw new Error(`it is larger than ${MAX_TEXT / 1024 / 1024} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The paths of the texts, by the names of the posts; the first path counts. */
function textsAt(paths: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const name = /(?:^|\/)posts\/([^/]+)\.html$/i.exec(path)?.[1];
    if (name !== undefined && !texts.has(name)) texts.set(name, path);
  }
  return texts;
}

const pathOf = (texts: ReadonlyMap<string, string>, name: string): string => {
  const path = texts.get(name);
  if (path === undefined) throw new Error('the export has no such file');
  return path;
};

async function openInZip(source: string): Promise<SubstackExport> {
  const zip = await openZip(source);
  const list = zip.members.find(({ name }) => /(^|\/)posts\.csv$/i.test(name));
  if (!list) {
    zip.close();
    throw new CommandError(`${source} has no posts.csv. Export again: Settings → Exports.`);
  }
  const texts = textsAt(zip.members.map(({ name }) => name));
  return {
    size: list.size,
    readList: () => zip.open(list.name),
    texts: new Set(texts.keys()),
    readText: async (name) => readAll(await zip.open(pathOf(texts, name))),
    close: () => zip.close(),
  };
}

async function openInFolder(source: string): Promise<SubstackExport> {
  const list = (await readdir(source)).find((name) => /^posts\.csv$/i.test(name));
  const facts = list === undefined ? undefined : await lstat(join(source, list));
  if (list === undefined || !facts?.isFile())
    throw new CommandError(`${source} has no posts.csv. Name the zip that Substack made, or its folder.`);
  const files = await readdir(join(source, 'posts'), { withFileTypes: true }).catch(() => []);
  // A symbolic link may lead to any file of this computer.
  const paths = files.filter((file) => file.isFile()).map(({ name }) => `posts/${basename(name)}`);
  const texts = textsAt(paths);
  return {
    size: facts.size,
    readList: async () => createReadStream(join(source, list)),
    texts: new Set(texts.keys()),
    readText: (name) => readAll(createReadStream(join(source, pathOf(texts, name)))),
    close() {},
  };
}

/** Opens an export of Substack. Throws `CommandError` if there is none. */
async function openExport(source: string): Promise<SubstackExport> {
  const facts = await stat(source).catch(() => undefined);
  if (!facts) throw new CommandError(`${source} does not exist. Check the path.`);
  return facts.isDirectory() ? openInFolder(source) : openInZip(source);
}

const LIST = 'posts.csv';

/** Where the lists of a publication are. */
const LISTS: readonly [string, OldTarget][] = [
  ['/', { shows: 'home' }],
  ['/archive', { shows: 'home' }],
  ['/about', { shows: 'home' }],
  ['/feed', { shows: 'feed', format: 'rss' }],
];

interface Reading {
  file: SubstackExport;
  keys: UniqueKeys;
  site: string;
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** Reads the text of a post; an empty one, and a loss, if there is none. */
async function readText(
  name: string,
  file: SubstackExport,
  lose: (loss: Omit<Loss, 'place'>) => void,
): Promise<string> {
  if (!file.texts.has(name)) {
    lose({
      kind: 'text',
      was: `the text of the post: posts/${name}.html is not in the export`,
      now: 'no text',
    });
    return '';
  }
  try {
    const chunks: Uint8Array[] = [];
    const repaired = (count: number) =>
      lose({
        kind: 'encoding',
        was: `${count} bytes that are no UTF-8`,
        now: 'the characters of Windows-1252',
      });
    for await (const chunk of asUtf8(once(await file.readText(name)), repaired)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    lose({ kind: 'text', was: `the text of the post: posts/${name}.html: ${reason}`, now: 'no text' });
    return '';
  }
}

async function* readRow(
  row: Row,
  line: number | null,
  { file, keys, site }: Reading,
): AsyncGenerator<OldEntry> {
  const id = textOf(row, 'post_id')?.trim() ?? '';
  const entry = `post ${id} "${(lineOf(row, 'title') ?? '').slice(0, 100)}"`;
  const place: Place = line === null ? { file: `posts/${id}.html`, entry } : { file: LIST, line, entry };
  const losses: Loss[] = [];
  const lose = (kind: LossKind, was: string, now: string) =>
    void losses.push(makeLoss(place, kind, was, now));
  const name = keys.nameFor('substack key', id || 'without an id');
  if (name !== id)
    lose('duplicate', id ? `the id ${id}, which an earlier post has` : 'no id', 'a number after it');
  const html = await readText(id, file, ({ kind, was, now }) => lose(kind, was, now));
  const post = readPost(row, { key: `substack:${name}`, place, site, html }, lose);
  yield { kind: 'post', post };
  for (const loss of losses) yield { kind: 'loss', loss };
}

/** What no export of Substack has. */
function* missing(options: ReadOptions, site: string): Generator<OldEntry> {
  const place = { entry: 'the site' };
  const lines: [LossKind, string, string][] = [
    ['author', 'the authors of the posts, which exports of Substack do not name', 'no author'],
    ['topic', 'tags and sections, which exports of Substack do not name', 'left out'],
    ['picture', 'the pictures above the posts, which exports of Substack do not have', 'left out'],
  ];
  if (options.site === undefined)
    lines.unshift([
      'address',
      'the address of the site, which exports of Substack do not say',
      'old addresses by their paths; name the site with --site, so that feed readers know the posts again',
    ]);
  for (const [kind, was, now] of lines) yield { kind: 'loss', loss: makeLoss(place, kind, was, now) };
  for (const [path, target] of LISTS) yield { kind: 'address', address: addressIn(site, path), target };
}

/**
 * Reads an export of Substack: a zip, or its folder. A text that posts.csv does not name becomes a draft. Lists of subscribers, which are
 * in the export too, are not opened.
 */
export async function* readSubstack(source: string, options: ReadOptions): AsyncGenerator<OldEntry> {
  const site = options.site === undefined ? UNKNOWN_SITE : siteAddress(options.site);
  if (site === null)
    throw new CommandError(`--site ${options.site} is not an address. Write it as https://news.example.`);
  const file = await openExport(source);
  try {
    const reading: Reading = { file, site, keys: new UniqueKeys(options.index, randomUUID()) };
    yield { kind: 'site', title: '', url: site, language: null, system: 'Substack' };
    yield* missing(options, site);
    let read = 0;
    let repaired = 0;
    const counted = (async function* () {
      for await (const chunk of await file.readList()) {
        read += chunk.length;
        options.progress(read, file.size);
        yield chunk;
      }
    })();
    const named = new Set<string>();
    for await (const line of readList(
      asUtf8(counted, (count) => {
        repaired += count;
      }),
    )) {
      if ('reason' in line) {
        const loss = makeLoss(
          { file: LIST, line: line.line },
          'cut short',
          `a line of the list: ${line.reason}`,
          'the posts whose texts are in the export, as drafts',
        );
        yield { kind: 'loss', loss };
        continue;
      }
      named.add(textOf(line.row, 'post_id')?.trim() ?? '');
      yield* readRow(line.row, line.line, reading);
    }
    if (repaired > 0) {
      const loss = makeLoss(
        { file: LIST },
        'encoding',
        `${repaired} bytes that are no UTF-8`,
        'the characters of Windows-1252',
      );
      yield { kind: 'loss', loss };
    }
    for (const name of file.texts) {
      if (named.has(name)) continue;
      const loss = makeLoss(
        { file: `posts/${name}.html` },
        'file',
        'a text that posts.csv does not name',
        'a draft',
      );
      yield { kind: 'loss', loss };
      yield* readRow({ post_id: name, title: slugOf(name) ?? name, is_published: 'false' }, null, reading);
    }
  } finally {
    file.close();
  }
}
