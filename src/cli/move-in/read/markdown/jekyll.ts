import { posix } from 'node:path';
import { fieldOf, isRow, type Row, rowsOf, textOf } from '../fields.ts';
import { cleanPath, dateParts } from './hugo.ts';
import { nameParts, type Rules, type SourceText } from './rules.ts';
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

/** The week of the year (ISO 8601), with two digits. */
function weekOf(date: string): string {
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  const thursday = new Date(day.getTime() + (3 - ((day.getUTCDay() + 6) % 7)) * 86_400_000);
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return String(Math.floor((thursday.getTime() - start) / 604_800_000) + 1).padStart(2, '0');
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

function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/:(output_ext|[a-z]+(?:_[a-z]+)*)/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}

function pathOf(site: MarkdownSite, { path, fields, date }: SourceText): string {
  const stated = textOf(fields, 'permalink');
  const { folder, name } = nameParts(path);
  const configured = deepText(site.config, 'permalink') ?? 'date';
  const collection = isPost(path) || isDated(path) ? undefined : collectionOf(path);
  const own = collection === undefined ? null : deepText(site.config, 'collections', collection, 'permalink');
  const isPage = !isPost(path) && !isDated(path) && collection === undefined;
  const named = (pattern: string) =>
    Object.hasOwn(STYLES, pattern) ? (STYLES[pattern] ?? pattern) : pattern;
  let pattern = named(stated ?? configured);
  if (isPage && stated === null)
    // Pages keep their folder; they follow the style of posts only in how they end.
    pattern = /\/$/.test(pattern) ? `/${folder}/:title/` : `/${folder}/:title:output_ext`;
  if (isPage && stated === null && name === 'index') pattern = `/${folder}/`;
  if (collection !== undefined && stated === null)
    pattern = own === null ? '/:collection/:path:output_ext' : named(own);
  const parts = dateParts(date);
  const [hour = '', minute = '', second = ''] = date?.slice(11, 19).split(':') ?? [];
  const number = (text: string | undefined) => (text === undefined ? '' : String(Number(text)));
  const categories = jekyllCategories(path, fields)
    .map((each) => slugify(each))
    .join('/');
  const title = textOf(fields, 'slug') ?? name;
  const filled = fill(pattern, {
    ...parts,
    short_year: parts.year?.slice(2) ?? '',
    i_month: number(parts.month),
    i_day: number(parts.day),
    y_day: parts.yearday?.padStart(3, '0') ?? '',
    short_month: parts.monthname?.slice(0, 3) ?? '',
    long_month: parts.monthname ?? '',
    short_day: parts.weekdayname?.slice(0, 3) ?? '',
    long_day: parts.weekdayname ?? '',
    week: date === null ? '' : weekOf(date),
    hour,
    minute,
    second,
    title,
    slug: slugify(title),
    name,
    basename: name,
    path: path.replace(/^_[^/]+\//, '').replace(/\.\w+$/, ''),
    collection: collection ?? 'posts',
    categories,
    slugified_categories: categories,
    output_ext: '.html',
  });
  const clean = cleanPath(filled);
  return /\/index\.html$/.test(clean) ? clean.slice(0, -'index.html'.length) : clean;
}

/** The fields that `defaults` of the configuration gives to a file. */
function defaultsOf(site: MarkdownSite, path: string): Row {
  const type = /(^|\/)_posts\//.test(path)
    ? 'posts'
    : /(^|\/)_drafts\//.test(path)
      ? 'drafts'
      : (collectionOf(path) ?? 'pages');
  const fitting = rowsOf(site.config, 'defaults').flatMap((each) => {
    const [scope, values] = [fieldOf(each, 'scope'), fieldOf(each, 'values')];
    if (!isRow(scope) || !isRow(values)) return [];
    const [prefix, wanted] = [textOf(scope, 'path') ?? '', textOf(scope, 'type')];
    return path.startsWith(prefix.replace(/^\//, '')) && (wanted === null || wanted === type) ? [values] : [];
  });
  return Object.fromEntries(
    fitting.flatMap((values) => Object.entries(values)).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/** Whether a pattern of `include` or `exclude` names a file: its path, a folder above it, or its name. */
const isNamed = (path: string, pattern: string) => {
  const wanted = pattern.replace(/^\/|\/$/g, '');
  return (
    path === wanted ||
    path.startsWith(`${wanted}/`) ||
    posix.matchesGlob(path, wanted) ||
    posix.matchesGlob(posix.basename(path), wanted)
  );
};

/** Whether Jekyll makes no page of a file: it is excluded, or in a folder that begins with `_` and is no collection with pages. */
function isLeftOut({ config }: MarkdownSite, path: string): boolean {
  if (listOf(config, 'include').some((pattern) => isNamed(path, pattern))) return false;
  if (listOf(config, 'exclude').some((pattern) => isNamed(path, pattern))) return true;
  return path
    .split('/')
    .some(
      (part) =>
        /^[_#~]/.test(part) &&
        part !== '_posts' &&
        part !== '_drafts' &&
        !isTrue(deepField(config, 'collections', part.slice(1), 'output')),
    );
}

/** Jekyll's rules, by its configuration. */
export function jekyllRules(site: MarkdownSite): Rules {
  const home = { shows: 'home' } as const;
  const archives = (kind: string) => deepText(site.config, 'jekyll-archives', 'permalinks', kind);
  const size = Number(deepField(site.config, 'paginate') ?? 0);
  return {
    kindOf: ({ path, fields }) => {
      if (isPost(path) || isDated(path)) return 'post';
      // Without front matter, Jekyll copies a file as it is.
      return Object.keys(fields).length > 0 ? 'page' : null;
    },
    isDraftByPlace: (path) => /(^|\/)_drafts\//.test(path) || isLeftOut(site, path),
    defaultsOf: (path) => defaultsOf(site, path),
    cascades: () => [],
    pathOf: (text) => pathOf(site, text),
    // `post.id`: the folder of its address, and its slug.
    identifierOf: ({ path, fields }, address) => {
      const above = address.replace(/\/$/, '').replace(/\/[^/]*$/, '');
      return `${above}/${textOf(fields, 'slug') ?? nameParts(path).name}`;
    },
    publicFolder: '',
    lists: [
      ['/', home],
      ['/index.html', home],
      ['/feed.xml', { shows: 'feed', format: 'atom' }],
      ['/atom.xml', { shows: 'feed', format: 'atom' }],
      ['/rss.xml', { shows: 'feed', format: 'rss' }],
      ['/blog/', home],
      ['/archive/', home],
      ['/tags/', home],
      ['/categories/', home],
    ],
    termLists: (taxonomy, name) => {
      const kind = taxonomy === 'tags' ? 'tag' : 'category';
      const patterns = new Set([archives(kind) ?? `/${kind}/:name/`, `/${taxonomy}/:name/`]);
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
