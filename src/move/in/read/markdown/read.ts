import { stat } from 'node:fs/promises';
import { CommandError } from '../../../../cli/command-error.ts';
import { formatCount } from '../../../../cli/format.ts';
import type { Loss, OldEntry, OldTarget, ReadOptions } from '../../old-site.ts';
import { isRow, lineOf, makeLoss, type Row } from '../fields.ts';
import { addressIn } from '../old-site-address.ts';
import { astroRules, plainRules } from './astro.ts';
import { eleventyRules } from './eleventy.ts';
import { mergeData } from './eleventy-data.ts';
import { type FileFacts, SourceFolder } from './files.ts';
import { type FrontMatter, parseFields, splitFrontMatter } from './front-matter.ts';
import { hexoRules } from './hexo.ts';
import { hugoRules } from './hugo.ts';
import { jekyllRules } from './jekyll.ts';
import { PictureFinder } from './pictures.ts';
import { type PostContext, readPost, readTerms } from './post.ts';
import { cascadesOf } from './publicity.ts';
import { findDate, isOfRepository, type Kind, type Rules, type SourceText } from './rules.ts';
import { type MarkdownSite, readSite } from './site.ts';
import { findSystem } from './system.ts';

const RULES = {
  Eleventy: eleventyRules,
  Jekyll: jekyllRules,
  Octopress: jekyllRules,
  Hugo: hugoRules,
  Astro: astroRules,
  Hexo: hexoRules,
  Markdown: plainRules,
} as const;

/** A file as it was read, and what it is. */
interface ReadFile {
  text: SourceText;
  matter: FrontMatter;
  kind: Kind;
  wrongDate: string | null;
  repaired: number;
}

/** Reads a file. Throws an error with a reason if it cannot be read. */
async function readFile(
  folder: SourceFolder,
  path: string,
  site: MarkdownSite,
  rules: Rules,
): Promise<ReadFile> {
  let repaired = 0;
  const whole = await folder.read(path, (count) => {
    repaired += count;
  });
  if (whole === null) throw new Error('it is gone, or leads out of the folder');
  const matter = splitFrontMatter(whole, site.system === 'Hexo');
  const all = [rules.defaultsOf(path, matter.fields), matter];
  const { fields, computed } = mergeData(all, site.system === 'Eleventy');
  const { date, wrong } = findDate(path, fields, site.zone);
  const text = { path, fields, computed, date, repeated: matter.repeated, hasFrontMatter: matter.isPresent };
  // A file whose front matter is broken would have been something.
  const isNone = isOfRepository(path) && (!matter.isPresent || matter.fault !== null);
  const kind = isNone ? null : matter.fault ? 'post' : rules.kindOf(text);
  return { text, matter, kind, wrongDate: wrong, repaired };
}

/** The addresses of pages, by the names that templates call their files. */
class Pages {
  readonly #addresses = new Map<string, string>();

  add(path: string, address: string): void {
    const bare = path.replace(/\.\w+$/, '').replace(/\/index$/, '');
    const last = bare.split('/').at(-1) ?? bare;
    const names = [path, bare, path.replace(/^content\//, ''), bare.replace(/^content\//, ''), last];
    const post = /(?:^|\/)_posts\/(.*)$/.exec(bare)?.[1];
    for (const name of post === undefined ? names : [...names, post])
      if (!this.#addresses.has(name) || name === path) this.#addresses.set(name, address);
  }

  /** Finds the page that a file at `from` names. */
  find(reference: string, from: string): string | null {
    const name = reference
      .split('/')
      .filter((part) => part !== '')
      .join('/')
      .replace(/\/_?index\.md$/, '');
    const beside = from.includes('/') ? `${from.slice(0, from.lastIndexOf('/'))}/${name}` : name;
    for (const each of [beside, name, name.replace(/\.\w+$/, '')]) {
      const address = this.#addresses.get(each);
      if (address !== undefined) return address;
    }
    return null;
  }
}

/** Reads `_data/authors.yml`: the authors of a site of Jekyll, by the keys that posts use. */
async function readAuthors(folder: SourceFolder): Promise<Row> {
  const path = await folder.first(['_data/authors.yml', '_data/authors.yaml']);
  try {
    const text = path === null ? null : await folder.read(path);
    const authors = text === null ? {} : parseFields(text, 'yaml');
    return isRow(authors) ? authors : {};
  } catch {
    return {};
  }
}

const lossEntry = (loss: Loss): OldEntry => ({ kind: 'loss', loss });

/** Adds the `cascade` of Hugo's `_index` files, which holds for what is below them. */
async function withCascades(
  rules: Rules,
  site: MarkdownSite,
  folder: SourceFolder,
  files: readonly FileFacts[],
): Promise<Rules> {
  if (site.system !== 'Hugo') return rules;
  const below = new Map<string, Row[]>();
  for (const { path } of files) {
    if (!/(^|\/)_index\.[^/]+$/.test(path)) continue;
    const file = await readFile(folder, path, site, rules).catch(() => null);
    const cascades = cascadesOf(file?.matter.fields ?? {});
    if (cascades.length === 0) continue;
    const above = path.slice(0, path.lastIndexOf('/') + 1);
    below.set(above, [...(below.get(above) ?? []), ...cascades]);
  }
  return {
    ...rules,
    cascades: (path) => [
      ...rules.cascades(path),
      ...Array.from(below).flatMap(([above, cascades]) => (path.startsWith(above) ? cascades : [])),
    ],
  };
}

/** The first pass: where each page is. */
async function findPages(
  folder: SourceFolder,
  files: readonly FileFacts[],
  site: MarkdownSite,
  rules: Rules,
  progress: (bytes: number) => void,
) {
  const pages = new Pages();
  for (const { path, size } of files) {
    progress(size);
    const file = await readFile(folder, path, site, rules).catch(() => null);
    const address = file?.kind === 'post' || file?.kind === 'page' ? rules.pathOf(file.text) : null;
    if (address !== null) pages.add(path, addressIn(site.url, address));
  }
  return pages;
}

/** Reads one file into entries; null as the post of one that has none. */
async function readEntries(
  path: string,
  folder: SourceFolder,
  context: PostContext,
): Promise<{ entries: OldEntry[]; file: ReadFile | null; isPublicPost: boolean }> {
  const { site, rules } = context;
  let file: ReadFile;
  try {
    file = await readFile(folder, path, site, rules);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      entries: [lossEntry(makeLoss({ file: path }, 'file', `the file: ${reason}`, 'left out'))],
      file: null,
      isPublicPost: false,
    };
  }
  const { kind, text, matter } = file;
  if (kind === null || kind === 'list') {
    const was =
      kind === 'list'
        ? `the text of a list: ${matter.body}`
        : `${isOfRepository(path) ? 'a file of the repository' : matter.isPresent ? 'a file outside the texts of the site' : 'a file without front matter'}: ${matter.body}`;
    const isEmpty = kind === 'list' && matter.body.trim() === '';
    return {
      entries: isEmpty ? [] : [lossEntry(makeLoss({ file: path }, 'file', was, 'left out'))],
      file,
      isPublicPost: false,
    };
  }
  const place = { file: path, entry: `${kind} "${(lineOf(text.fields, 'title') ?? path).slice(0, 100)}"` };
  const key = `${site.system.toLowerCase()}:${path}`;
  const { post, losses, pictures } = await readPost(
    text,
    matter,
    { type: kind, key, place, wrongDate: file.wrongDate },
    context,
  );
  if (file.repaired > 0)
    losses.push(
      makeLoss(
        place,
        'encoding',
        `${file.repaired} bytes that are no UTF-8`,
        'the characters of Windows-1252',
      ),
    );
  const shown = new Map(pictures.map(({ address, file: url }) => [address, url]));
  return {
    entries: [
      { kind: 'post', post },
      ...losses.map(lossEntry),
      ...Array.from(
        shown,
        ([address, url]): OldEntry => ({ kind: 'address', address, target: { shows: 'picture', url } }),
      ),
    ],
    file,
    isPublicPost: kind === 'post' && post.unpublished === null,
  };
}

/** The terms that public posts have. */
class Terms {
  readonly #terms = new Map<string, { taxonomy: string; name: string; slug: string }>();

  add(text: SourceText, site: MarkdownSite): void {
    for (const term of readTerms(text, site)) {
      const key = `${term.taxonomy}/${term.slug}`;
      if (!this.#terms.has(key)) this.#terms.set(key, term);
    }
  }

  *entries(site: MarkdownSite, rules: Rules): Generator<OldEntry> {
    for (const { taxonomy, name, slug } of this.#terms.values()) {
      yield { kind: 'term', name, slug };
      const target: OldTarget = { shows: 'term', name, slug };
      for (const [path, form] of rules.termLists(taxonomy, name))
        yield {
          kind: 'address',
          address: addressIn(site.url, path),
          target: form === 'list' ? target : { shows: 'feed', format: form, of: target },
        };
    }
  }
}

/** Reports the files from which the system made pages, too, and that are no Markdown. */
async function* findTemplates(folder: SourceFolder, site: MarkdownSite): AsyncGenerator<OldEntry> {
  const isText = (path: string) => {
    if (site.eleventy) {
      const { input, data, includes } = site.eleventy;
      const isIn = (above: string) => above !== '' && path.startsWith(`${above}/`);
      return (input === '' || isIn(input)) && !isIn(data) && !isIn(includes);
    }
    if (site.system === 'Hugo') return path.startsWith('content/');
    return /(^|\/)_(?:posts|drafts)\//.test(path);
  };
  const paths = (await folder.listTemplates()).map(({ path }) => path).filter(isText);
  if (paths.length === 0) return;
  const was = `${formatCount(paths.length, 'file')} in other languages than Markdown: ${paths.join(', ')}`;
  yield lossEntry(makeLoss({ entry: 'the site' }, 'file', was, 'left out: only Markdown is read'));
}

function* listEntries(site: MarkdownSite, rules: Rules, posts: number): Generator<OldEntry> {
  for (const [path, target] of rules.lists)
    yield { kind: 'address', address: addressIn(site.url, path), target };
  const further = rules.furtherPages;
  const pages = further ? Math.ceil(posts / further.size) : 0;
  for (let number = 2; further && number <= pages; number++)
    yield {
      kind: 'address',
      address: addressIn(site.url, further.path.replace(':num', String(number))),
      target: { shows: 'home' },
    };
}

/**
 * Reads a folder of Markdown with front matter: the source of a site of Hugo, Jekyll or Astro, or any other. Nothing outside the folder
 * is read. Pictures that are in the folder get `file:` addresses; templates in texts are resolved or are losses.
 */
export async function* readMarkdown(source: string, options: ReadOptions): AsyncGenerator<OldEntry> {
  const facts = await stat(source).catch(() => undefined);
  if (!facts?.isDirectory())
    throw new CommandError(`${source} is not a folder. Name the folder with the files of Markdown.`);
  const folder = await SourceFolder.open(source);
  const files = await folder.list();
  if (files.length === 0)
    throw new CommandError(`${source} has no files of Markdown. Name the folder of the site's source.`);
  const known = await findSystem(folder, source, options.system);
  const { site, losses } = await readSite(folder, known, options);
  const rules = await withCascades(RULES[site.system](site), site, folder, files);
  yield {
    kind: 'site',
    title: site.title,
    url: site.url,
    language: site.language,
    system: site.system,
    ...(site.statedZone === null ? {} : { zone: site.statedZone }),
  };
  yield* losses.map(lossEntry);
  const total = 2 * files.reduce((sum, { size }) => sum + size, 0);
  let read = 0;
  const progress = (bytes: number) => {
    read += bytes;
    options.progress(read, total);
  };
  const pages = await findPages(folder, files, site, rules, progress);
  const context: PostContext = {
    site,
    rules,
    pictures: new PictureFinder(folder, rules.publicFolder, site.url),
    authors: await readAuthors(folder),
    now: options.now,
    pageOf: (reference, path) => pages.find(reference, path),
  };
  const terms = new Terms();
  let posts = 0;
  for (const { path, size } of files) {
    progress(size);
    const { entries, file, isPublicPost } = await readEntries(path, folder, context);
    yield* entries;
    if (!isPublicPost || !file) continue;
    posts++;
    terms.add(file.text, site);
  }
  yield* findTemplates(folder, site);
  yield* listEntries(site, rules, posts);
  yield* terms.entries(site, rules);
}
