import { randomUUID } from 'node:crypto';
import { CommandError } from '../../../../cli/command-error.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { Loss, OldEntry, OldTarget, Place, ReadOptions } from '../../old-site.ts';
import { lineOf, makeLoss, type Row, textOf } from '../fields.ts';
import { addressIn, siteAddress, UNKNOWN_SITE } from '../old-site-address.ts';
import { UniqueKeys } from '../unique-keys.ts';
import { asUtf8 } from '../utf8.ts';
import { openExport, type SubstackExport } from './open-export.ts';
import { readPost, slugOf } from './post.ts';
import { readList } from './posts-list.ts';

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
