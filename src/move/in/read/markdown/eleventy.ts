import { posix } from 'node:path';
import { fieldOf, isRow, textOf } from '../fields.ts';
import type { EleventySettings } from './eleventy-data.ts';
import { cleanPath } from './hugo.ts';
import { isNamedBy, type Rules, type SourceText } from './rules.ts';
import type { MarkdownSite } from './site.ts';
import { deepField, isTrue, listOf, slugify } from './values.ts';

/** Names of collections that say nothing about a text. */
const COLLECTIONS = new Set([
  'all',
  'nav',
  'post',
  'posts',
  'blog',
  'articles',
  'article',
  'news',
  'page',
  'pages',
]);
/** Those of dated news. */
const NEWS = new Set(['post', 'posts', 'blog', 'articles', 'article', 'news']);

/** The tags of a text that are topics and no collections of the site's own. */
export const eleventyTags = (fields: SourceText['fields']) =>
  listOf(fields, 'tags').filter((name) => !COLLECTIONS.has(name.toLowerCase()));

/** The slug of a text as Eleventy's filters make it; null for letters that they would write otherwise. */
function slugOf(text: string): string | null {
  // They write letters beyond ASCII in their own way: ß is ss.
  if (/[^\x20-\x7e]/.test(text)) return null;
  return text
    .replace(/&/g, ' and ')
    .replace(/(\w)'([ts])(?=\s|$)/g, '$1$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');
}

const DATE_PARTS: Readonly<Record<string, (date: string) => string>> = {
  Y: (date) => date.slice(0, 4),
  y: (date) => date.slice(2, 4),
  m: (date) => date.slice(5, 7),
  d: (date) => date.slice(8, 10),
  H: (date) => date.slice(11, 13),
  M: (date) => date.slice(14, 16),
  S: (date) => date.slice(17, 19),
};

/** Formats a date as Liquid does; null for parts that are not known here. */
function formatDate(date: string, format: string): string | null {
  if (/%(?![-]?[YymdHMS])/.test(format)) return null;
  return format.replace(/%(-?)(\w)/g, (_whole, dash: string, part: string) => {
    const value = DATE_PARTS[part]?.(date) ?? '';
    return dash === '' ? value : value.replace(/^0(?=\d)/, '');
  });
}

/** Applies a filter of Liquid or Nunjucks; null if it is not known here. */
function applyFilter(value: string, filter: string): string | null {
  const [, name = '', list, call = ''] = /^(\w+)\s*(?::\s*([\s\S]*)|\(([\s\S]*)\))?$/.exec(filter) ?? [];
  const written = list ?? call;
  const parameters = Array.from(written.matchAll(/(["'])(.*?)\1/g), ([, , text = '']) => text);
  const [first = '', second = ''] = parameters;
  if (name === 'slug' || name === 'slugify') return written === '' ? slugOf(value) : null;
  if (name === 'lower' || name === 'downcase') return value.toLowerCase();
  if (name === 'upper' || name === 'upcase') return value.toUpperCase();
  if (name === 'trim' || name === 'strip') return value.trim();
  if (name === 'url' || name === 'safe') return value;
  if (name === 'append') return value + first;
  if (name === 'prepend') return first + value;
  if (name === 'replace' && parameters.length === 2) return value.replaceAll(first, second);
  if (name === 'default') return value === '' ? first : value;
  return name === 'date' ? formatDate(value, first) : null;
}

/** The values that a permalink can name. */
interface Values {
  settings: EleventySettings;
  text: SourceText;
}

/** The name of a text without its date: that of its folder for `index`. */
function fileSlug(path: string): string {
  const withoutDate = (name: string) => name.replace(/^\d{4}-\d{2}-\d{2}-/, '');
  const { dir, name } = posix.parse(path);
  return withoutDate(name === 'index' ? posix.basename(dir) : name);
}

const within = ({ input }: EleventySettings, path: string) =>
  input === '' ? path : path.slice(input.length + 1);

function valueAt(name: string, { settings, text }: Values): string | null {
  const { path, date, fields } = text;
  if (name === 'page.fileSlug') return fileSlug(within(settings, path));
  if (name === 'page.filePathStem') {
    const { dir, name: file } = posix.parse(within(settings, path));
    return cleanPath(`${dir}/${file.replace(/^\d{4}-\d{2}-\d{2}-/, '')}`);
  }
  // It calls days by UTC.
  if (name === 'page.date' || name === 'date') return date === null ? null : new Date(date).toISOString();
  if (name === 'page.inputPath') return `./${path}`;
  const value = deepField(fields, ...name.split('.'));
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** Fills a permalink's template; null if only running it would tell. */
function fillPermalink(template: string, values: Values): string | null {
  if (template.includes('{%')) return null;
  let isKnown = true;
  const filled = template.replace(/\{\{-?([^{}]*)-?\}\}/g, (_whole, expression: string) => {
    const [source = '', ...filters] = expression.split('|').map((part) => part.trim());
    const quoted = /^(["'])(.*)\1$/.exec(source)?.[2];
    let value = quoted ?? (/^[\w.]+$/.test(source) ? valueAt(source, values) : null);
    for (const filter of filters) if (value !== null) value = applyFilter(value, filter);
    isKnown &&= value !== null;
    return value ?? '';
  });
  return isKnown && !/\{[{%]/.test(filled) ? filled : null;
}

/** What a text says of its address: a template, or false if it has none; undefined if it says nothing. */
function permalinkOf({ fields }: SourceText): unknown {
  const computed = deepField(fields, 'eleventycomputed', 'permalink');
  const stated = computed ?? fieldOf(fields, 'permalink');
  if (!isRow(stated)) return stated;
  return Object.hasOwn(stated, 'build') ? stated.build : false;
}

/** The address that a file has by its path: `posts/a/a.md` and `posts/a.md` are at `/posts/a/`. */
function defaultPath(settings: EleventySettings, path: string): string {
  const { dir, name } = posix.parse(within(settings, path));
  return name === 'index' || name === posix.basename(dir)
    ? cleanPath(`${dir}/`)
    : cleanPath(`${dir}/${name}/`);
}

function pathOf(settings: EleventySettings, text: SourceText): string | null {
  const permalink = permalinkOf(text);
  const made = text.computed['eleventycomputed.permalink'] ?? text.computed.permalink;
  // A program that looks at the permalink gives it back, or none for drafts.
  if (made && !made.looksAt?.includes('permalink')) return null;
  if (permalink === undefined || permalink === null || typeof permalink === 'boolean' || permalink === '')
    return defaultPath(settings, text.path);
  const isTemplate = !isFalseText(textOf(text.fields, 'dynamicpermalink'));
  const filled = isTemplate ? fillPermalink(String(permalink), { settings, text }) : String(permalink);
  return filled === null ? null : cleanPath(filled).replace(/\/index(?:\.html)?$/, '/');
}

const isFalseText = (text: string | null) => text === 'false';

/** Eleventy's rules, by its configuration and data. */
export function eleventyRules({ eleventy: settings }: MarkdownSite): Rules {
  if (!settings) throw new Error('a site of Eleventy without its settings');
  const home = { shows: 'home' } as const;
  const { input, data, includes } = settings;
  const isIn = (path: string, above: string) => above !== '' && path.startsWith(`${above}/`);
  return {
    kindOf: ({ path, fields, date }) => {
      if ((input !== '' && !isIn(path, input)) || isIn(path, data) || isIn(path, includes)) return null;
      const isNews = listOf(fields, 'tags').some((name) => NEWS.has(name.toLowerCase()));
      return date !== null || isNews ? 'post' : 'page';
    },
    hides: (text) => {
      const because = (why: string) => ({ unpublished: 'draft', why }) as const;
      if (isNamedBy(text.path, settings.ignored))
        return because('.eleventyignore, or the configuration, names it');
      const permalink = permalinkOf(text);
      if (permalink === false || permalink === 'false') return because('permalink: false');
      if (typeof permalink === 'string' && permalink.includes('{%'))
        return because(`its permalink is a program: ${permalink}`);
      const excluded =
        deepField(text.fields, 'eleventycomputed', 'eleventyExcludeFromCollections') ??
        fieldOf(text.fields, 'eleventyexcludefromcollections');
      if (isTrue(excluded))
        return because('eleventyExcludeFromCollections: true, so it was in no list and no feed');
      if (
        excluded !== undefined &&
        excluded !== null &&
        typeof excluded !== 'boolean' &&
        String(excluded) !== 'false'
      )
        return because(`eleventyExcludeFromCollections: ${String(excluded)}, which cannot be computed here`);
      return settings.doubt === null ? null : because(settings.doubt);
    },
    defaultsOf: (path, own) => settings.dataOf(path, own),
    cascades: () => [],
    pathOf: (text) => pathOf(settings, text),
    identifierOf: (_text, path) => path,
    publicFolder: settings.publicFolder ?? input,
    lists: [
      ['/', home],
      ['/feed/feed.xml', { shows: 'feed', format: 'atom' }],
      ['/feed.xml', { shows: 'feed', format: 'atom' }],
      ['/atom.xml', { shows: 'feed', format: 'atom' }],
      ['/rss.xml', { shows: 'feed', format: 'rss' }],
      ['/feed/feed.json', { shows: 'feed', format: 'json' }],
      ['/feed.json', { shows: 'feed', format: 'json' }],
      ['/blog/', home],
      ['/posts/', home],
      ['/archive/', home],
      ['/tags/', home],
    ],
    termLists: (taxonomy, name) => [[`/${taxonomy}/${slugOf(name) ?? slugify(name)}/`, 'list']],
    furtherPages: null,
    aliasFields: ['aliases', 'redirect_from', 'redirectfrom'],
  };
}
