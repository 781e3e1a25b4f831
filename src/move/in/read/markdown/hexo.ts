import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { fieldOf, isRow, textOf } from '../fields.ts';
import { cleanPath, dateParts } from './hugo.ts';
import { draftBecause, isNamedBy, NO_DEFAULTS, type Rules, type SourceText } from './rules.ts';
import type { MarkdownSite } from './site.ts';
import { deepField, deepText, listOf, slugify } from './values.ts';

/** The folder of the site's source, with a slash at its end. */
const sourceOf = ({ config }: MarkdownSite) =>
  `${(deepText(config, 'source_dir') ?? 'source').replace(/^\.?\/|\/$/g, '')}/`;

/** The name of a post: its path below `_posts`, without the date that the pattern of new posts puts before it. */
function nameOf(site: MarkdownSite, path: string): string {
  const below = path.replace(/^_(?:posts|drafts)\//, '').replace(/\.\w+$/, '');
  const pattern = deepText(site.config, 'new_post_name') ?? ':title.md';
  const isDated = /^(?:[^/]*\/)*:year-:(?:i_)?month-:(?:i_)?day-:title/.test(pattern);
  return isDated ? below.replace(/(^|\/)\d{4}-\d{1,2}-\d{1,2}-(?=[^/]+$)/, '$1') : below;
}

/** The last category, below those above it: `news/europe`. Lists within the list are branches of their own. */
function categoryOf(site: MarkdownSite, { fields }: SourceText): string {
  const stated = fieldOf(fields, 'categories') ?? fieldOf(fields, 'category');
  const branch = Array.isArray(stated) && stated.some(Array.isArray) ? stated.at(-1) : stated;
  const names = listOf({ branch: [branch].flat() }, 'branch');
  const map = deepField(site.config, 'category_map');
  const slugs = names.map((name) => slugify((isRow(map) ? textOf(map, name) : null) ?? name));
  return slugs.length > 0 ? slugs.join('/') : (deepText(site.config, 'default_category') ?? 'uncategorized');
}

/** Ends an address as the configuration wants it: without `index.html` or `.html`. */
function pretty(site: MarkdownSite, path: string): string {
  const isLeftOut = (name: string) => deepField(site.config, 'pretty_urls', name) === false;
  const bare = path.replace(/\/index\.html$/, isLeftOut('trailing_index') ? '/' : '/index.html');
  return isLeftOut('trailing_html') && !bare.endsWith('/index.html') ? bare.replace(/\.html$/, '') : bare;
}

function pathOf(site: MarkdownSite, text: SourceText): string | null {
  const { fields, date } = text;
  const path = text.path.slice(sourceOf(site).length);
  const stated = textOf(fields, 'permalink');
  if (stated !== null) return cleanPath(/(?:\/|\.html)$/.test(stated) ? stated : `${stated}.html`);
  if (!/^_(?:posts|drafts)\//.test(path)) {
    const page = cleanPath(path.replace(/\.\w+$/, '.html'));
    return pretty(site, page).replace(/\/index\.html$/, '/');
  }
  const name = nameOf(site, path);
  const parts = dateParts(date);
  const [hour = '', minute = '', second = ''] = date?.slice(11, 19).split(':') ?? [];
  const number = (digits: string | undefined) => (digits === undefined ? '' : String(Number(digits)));
  const hash = (time: string) =>
    createHash('sha1')
      .update(name + String(Math.floor(Date.parse(time) / 1000)))
      .digest('hex')
      .slice(0, 12);
  const values: Record<string, string> = {
    ...(date === null
      ? {}
      : {
          ...parts,
          i_month: number(parts.month),
          i_day: number(parts.day),
          hour,
          minute,
          second,
          timestamp: String(Date.parse(date)),
          hash: hash(date),
        }),
    title: name,
    name: posix.basename(name),
    post_title: slugify(textOf(fields, 'title') ?? ''),
    category: categoryOf(site, text),
  };
  let isKnown = true;
  const filled = (deepText(site.config, 'permalink') ?? ':year/:month/:day/:title/').replace(
    /:(\w+)/g,
    (_whole, wanted: string) => {
      const value =
        values[wanted] ??
        textOf(fields, wanted.toLowerCase()) ??
        deepText(site.config, 'permalink_defaults', wanted);
      isKnown &&= value !== null;
      return value ?? '';
    },
  );
  return isKnown ? pretty(site, cleanPath(filled)).replace(/\/index\.html$/, '/') : null;
}

/** Hexo's rules, by its configuration. */
export function hexoRules(site: MarkdownSite): Rules {
  const home = { shows: 'home' } as const;
  const source = sourceOf(site);
  const folderOf = (name: string, usual: string) =>
    (deepText(site.config, name) ?? usual).replace(/^\/|\/$/g, '');
  const [tags, categories] = [folderOf('tag_dir', 'tags'), folderOf('category_dir', 'categories')];
  const archive = folderOf('archive_dir', 'archives');
  const size = Number(deepField(site.config, 'per_page') ?? 10);
  const feed = deepText(site.config, 'feed', 'path') ?? 'atom.xml';
  return {
    kindOf: ({ path }) => {
      if (!path.startsWith(source)) return null;
      const below = path.slice(source.length);
      if (below.startsWith('_data/')) return null;
      return /^_(?:posts|drafts)\//.test(below) ? 'post' : 'page';
    },
    hides: ({ path }) => {
      const below = path.slice(source.length);
      if (below.startsWith('_drafts/')) return draftBecause('in _drafts/');
      if (
        isNamedBy(below, listOf(site.config, 'skip_render')) ||
        isNamedBy(below, listOf(site.config, 'exclude'))
      )
        return draftBecause('the configuration leaves it out');
      return /(^|\/)[_~]/.test(below.replace(/^_posts\//, '')) || below.endsWith('~')
        ? draftBecause('in a folder, or with a name, that begins with _')
        : null;
    },
    defaultsOf: () => NO_DEFAULTS,
    cascades: () => [],
    pathOf: (text) => pathOf(site, text),
    identifierOf: (_text, path) => path,
    publicFolder: source.replace(/\/$/, ''),
    lists: [
      ['/', home],
      [`/${archive}/`, home],
      [cleanPath(feed), { shows: 'feed', format: feed.includes('rss') ? 'rss' : 'atom' }],
      ['/rss2.xml', { shows: 'feed', format: 'rss' }],
      [`/${tags}/`, home],
      [`/${categories}/`, home],
    ],
    termLists: (taxonomy, name) => [
      [`/${taxonomy === 'tags' ? tags : categories}/${name.replace(/\s+/g, '-')}/`, 'list'],
    ],
    furtherPages: size > 0 ? { path: '/page/:num/', size } : null,
    aliasFields: ['alias', 'aliases', 'redirect_from'],
  };
}
