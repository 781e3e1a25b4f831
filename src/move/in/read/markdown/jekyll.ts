import { posix } from 'node:path';
import { fieldOf, isRow, type Row, rowsOf, textOf } from '../fields.ts';
import { cleanPath, dateParts } from './hugo.ts';
import { draftBecause, isNamedBy, nameParts, type Rules, type SourceText } from './rules.ts';
import type { MarkdownSite } from './site.ts';
import { deepField, deepText, isTrue, listOf, slugify } from './values.ts';

/** The patterns that names stand for (Jekyll's documentation, "Permalinks"). */
const STYLES: Record<string, string> = {
  date: '/:categories/:year/:month/:day/:title:output_ext',
  pretty: '/:categories/:year/:month/:day/:title/',
  ordinal: '/:categories/:year/:y_day/:title:output_ext',
  weekdate: '/:categories/:year/W:week/:short_day/:title:output_ext',
  none: '/:categories/:title:output_ext',
};

const isPost = (path: string) => /(^|\/)(_posts|_drafts)\//.test(path);
const isDated = (path: string) => nameParts(path).date !== null;

/** The week (ISO 8601), with two digits, and the year that it is of. */
function weekOf(date: string): { week: string; w_year: string } {
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  const thursday = new Date(day.getTime() + (3 - ((day.getUTCDay() + 6) % 7)) * 86_400_000);
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = String(Math.floor((thursday.getTime() - start) / 604_800_000) + 1).padStart(2, '0');
  return { week, w_year: String(thursday.getUTCFullYear()) };
}

/** The categories of a post: of its front matter, or of the folders above `_posts`. */
export function jekyllCategories(path: string, fields: Row): string[] {
  const stated = [...listOf(fields, 'category'), ...listOf(fields, 'categories', /\s+/)];
  const folders =
    /^(.*)\/(?:_posts|_drafts)\//
      .exec(path)?.[1]
      ?.split('/')
      .filter((each) => each !== '') ?? [];
  return [...new Set([...folders, ...stated])];
}

/** The collection that a file is in: `_recipes/bread.md`. */
const collectionOf = (path: string) => /^_([^/]+)\//.exec(path)?.[1];

/** `:title_` is the title, and an underscore after it. */
function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/:([a-z_]+)/g, (whole, name: string) => {
    if (Object.hasOwn(values, name)) return values[name] ?? whole;
    const bare = name.replace(/_$/, '');
    return bare !== name && Object.hasOwn(values, bare) ? `${values[bare]}_` : whole;
  });
}

/** Where the texts are, below the folder: empty, or `source/`. */
export function sourceOf({ config }: Pick<MarkdownSite, 'config'>): string {
  const source = posix.normalize(deepText(config, 'source') ?? '.').replace(/^\.?\/|\/$/g, '');
  return source === '' || source === '.' || source.startsWith('..') ? '' : `${source}/`;
}

/** A path from the source of the site, without the folder of its collections. */
function withinSource(site: MarkdownSite, path: string): string {
  const source = sourceOf(site);
  const within = path.startsWith(source) ? path.slice(source.length) : path;
  const collections = (deepText(site.config, 'collections_dir') ?? '').replace(/^\/|\/$/g, '');
  return collections !== '' && within.startsWith(`${collections}/_`)
    ? within.slice(collections.length + 1)
    : within;
}

/** Ends a pattern of pages as that of posts ends. */
function withEnding(pattern: string, ofPosts: string): string {
  if (['date', 'ordinal', 'weekdate', 'none'].includes(ofPosts) || ofPosts.endsWith(':output_ext'))
    return `${pattern}:output_ext`;
  return ofPosts === 'pretty' || ofPosts.endsWith('/') ? `${pattern}/` : pattern;
}

/** Makes a name as Jekyll's "pretty" slugs are: these characters stay, and so does the case. */
const prettySlug = (name: string) =>
  name.replace(/[^\p{L}\p{M}\p{N}._~!$&'()+,;=@]+/gu, '-').replace(/^-|-$/g, '');

/** The pattern of a text's address. */
function patternOf(site: MarkdownSite, { path, fields }: SourceText): string {
  const stated = textOf(fields, 'permalink');
  const ofPosts = deepText(site.config, 'permalink') ?? 'date';
  const collection = isPost(path) || isDated(path) ? 'posts' : collectionOf(path);
  const named = (pattern: string) =>
    Object.hasOwn(STYLES, pattern) ? (STYLES[pattern] ?? pattern) : pattern;
  if (collection === undefined) {
    if (stated !== null) return stated;
    const { folder, name } = nameParts(path);
    return name === 'index' ? `/${folder}/` : withEnding(`/${folder}/:basename`, ofPosts);
  }
  const own = stated ?? deepText(site.config, 'collections', collection, 'permalink');
  if (own !== null) return named(own);
  return collection === 'posts' ? named(ofPosts) : withEnding('/:collection/:path', ofPosts);
}

function pathOf(site: MarkdownSite, text: SourceText): string {
  const { path, fields, date } = text;
  const { name } = nameParts(path);
  const parts = dateParts(date);
  const [hour = '', minute = '', second = ''] = date?.slice(11, 19).split(':') ?? [];
  const number = (text: string | undefined) => (text === undefined ? '' : String(Number(text)));
  const categories = jekyllCategories(path, fields);
  const title = textOf(fields, 'slug') ?? name;
  const filled = fill(patternOf(site, text), {
    ...parts,
    short_year: parts.year?.slice(2) ?? '',
    i_month: number(parts.month),
    i_day: number(parts.day),
    y_day: parts.yearday?.padStart(3, '0') ?? '',
    short_month: parts.monthname?.slice(0, 3) ?? '',
    long_month: parts.monthname ?? '',
    short_day: parts.weekdayname?.slice(0, 3) ?? '',
    long_day: parts.weekdayname ?? '',
    w_day: parts.weekday === '0' ? '7' : (parts.weekday ?? ''),
    ...(date === null ? { week: '', w_year: '' } : weekOf(date)),
    hour,
    minute,
    second,
    title: prettySlug(title),
    slug: slugify(title),
    name: slugify(name),
    basename: name,
    path: path.replace(/^_[^/]+\//, '').replace(/\.\w+$/, ''),
    collection: collectionOf(path) ?? 'posts',
    categories: [...new Set(categories.map((each) => each.toLowerCase()))].join('/'),
    slugified_categories: [...new Set(categories.map((each) => slugify(each)))].join('/'),
    output_ext: '.html',
  });
  const clean = cleanPath(filled);
  return /\/index\.html$/.test(clean) ? clean.slice(0, -'index.html'.length) : clean;
}

/** Whether the scope of a set of defaults has a text. */
function isInScope(scope: Row, path: string, type: string): boolean {
  const wanted = textOf(scope, 'type')?.replace(/^(page|post|draft)$/, '$1s') ?? null;
  if (wanted !== null && wanted !== type) return false;
  const prefix = (textOf(scope, 'path') ?? '').replace(/^\.?\//, '');
  if (!prefix.includes('*')) return path.startsWith(prefix);
  // A pattern may name the file, or a folder above it.
  const parts = path.split('/');
  return parts.some((_part, at) =>
    posix.matchesGlob(parts.slice(0, at + 1).join('/'), prefix.replace(/\/$/, '')),
  );
}

/** The fields that `defaults` of the configuration gives to a file. Where several do, that with the longer path counts, then the later. */
function defaultsOf(site: MarkdownSite, path: string): Row {
  const type = /(^|\/)_posts\//.test(path)
    ? 'posts'
    : /(^|\/)_drafts\//.test(path)
      ? 'drafts'
      : (collectionOf(path) ?? 'pages');
  let found: Row = {};
  let strongest: Row | null = null;
  const lengthOf = (scope: Row) => (textOf(scope, 'path') ?? '').replace(/^\/|\/$/g, '').length;
  for (const each of rowsOf(site.config, 'defaults')) {
    const [stated, values] = [fieldOf(each, 'scope') ?? {}, fieldOf(each, 'values')];
    if (!isRow(stated) || !isRow(values) || !isInScope(stated, path, type)) continue;
    const lower = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const isStronger: boolean =
      strongest === null ||
      lengthOf(stated) > lengthOf(strongest) ||
      (lengthOf(stated) === lengthOf(strongest) &&
        (textOf(stated, 'type') !== null || textOf(strongest, 'type') === null));
    found = isStronger ? { ...found, ...lower } : { ...lower, ...found };
    if (isStronger) strongest = stated;
  }
  return found;
}

/** Why Jekyll makes no page of a file: it is excluded, or in a folder that begins with `_` and is no collection with pages. */
function leftOutBecause({ config }: MarkdownSite, path: string): string | null {
  if (isNamedBy(path, listOf(config, 'include'))) return null;
  if (isNamedBy(path, listOf(config, 'exclude'))) return 'the configuration excludes it';
  const hidden = path
    .split('/')
    .find(
      (part) =>
        /^[_#~]/.test(part) &&
        part !== '_posts' &&
        part !== '_drafts' &&
        !isTrue(deepField(config, 'collections', part.slice(1), 'output')),
    );
  return hidden === undefined ? null : `in ${hidden}, of which Jekyll makes no pages`;
}

/** Jekyll's rules, by its configuration. */
export function jekyllRules(site: MarkdownSite): Rules {
  const home = { shows: 'home' } as const;
  const archives = (kind: string) => deepText(site.config, 'jekyll-archives', 'permalinks', kind);
  const size = Number(deepField(site.config, 'paginate') ?? 0);
  const source = sourceOf(site);
  const within = (path: string) => withinSource(site, path);
  const terms = (name: string) => (deepText(site.config, name) ?? '').replace(/^\/|\/$/g, '');
  const folders: Record<string, string> = { categories: terms('category_dir'), tags: terms('tag_dir') };
  return {
    kindOf: ({ path, hasFrontMatter }) => {
      if (!path.startsWith(source)) return null;
      if (isPost(path) || isDated(path)) return 'post';
      // Without front matter, Jekyll copies a file as it is.
      return hasFrontMatter ? 'page' : null;
    },
    hides: ({ path }) => {
      if (/(^|\/)_drafts\//.test(path)) return draftBecause('in _drafts/');
      const why = leftOutBecause(site, within(path));
      return why === null ? null : draftBecause(why);
    },
    defaultsOf: (path) => ({ fields: defaultsOf(site, within(path)), computed: {} }),
    cascades: () => [],
    pathOf: (text) => pathOf(site, { ...text, path: within(text.path) }),
    // `post.id`: the folder of its address, and its slug.
    identifierOf: ({ path, fields }, address) => {
      const above = address.replace(/\/$/, '').replace(/\/[^/]*$/, '');
      return `${above}/${textOf(fields, 'slug') ?? nameParts(path).name}`;
    },
    publicFolder: source.replace(/\/$/, ''),
    lists: [
      ['/', home],
      ['/index.html', home],
      ['/feed.xml', { shows: 'feed', format: 'atom' }],
      ['/atom.xml', { shows: 'feed', format: 'atom' }],
      ['/rss.xml', { shows: 'feed', format: 'rss' }],
      ['/blog/', home],
      ['/archive/', home],
      ['/blog/archives/', home],
      ['/tags/', home],
      ['/categories/', home],
    ],
    termLists: (taxonomy, name) => {
      const kind = taxonomy === 'tags' ? 'tag' : 'category';
      const own = folders[taxonomy] ?? '';
      const patterns = new Set([
        archives(kind) ?? `/${kind}/:name/`,
        `/${taxonomy}/:name/`,
        // Octopress and its plugins.
        ...(own === '' ? [] : [`/${own}/:name/`]),
      ]);
      return [
        ...Array.from(patterns, (pattern): [string, 'list'] => [
          cleanPath(pattern.replace(':name', slugify(name))),
          'list',
        ]),
        [`/feed/by_${kind}/${slugify(name)}.xml`, 'atom'],
      ];
    },
    furtherPages: size > 0 ? { path: deepText(site.config, 'paginate_path') ?? '/page:num/', size } : null,
    aliasFields: ['redirect_from'],
  };
}
