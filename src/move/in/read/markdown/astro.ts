import { textOf } from '../fields.ts';
import { cleanPath } from './hugo.ts';
import { draftBecause, NO_DEFAULTS, nameParts, type Rules, type SourceText } from './rules.ts';
import type { MarkdownSite } from './site.ts';
import { slugify } from './values.ts';

const CONTENT = /^(?:src\/)?content\/([^/]+)\/(.+)$/;

/** The slug of a file of a collection: its path there, each part made of letters, digits and hyphens. */
function idOf(path: string): string {
  const parts = path.replace(/\.\w+$/, '').split('/');
  // Astro drops characters where other systems write a hyphen.
  const slugs = parts.map((part) =>
    part
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
  return slugs.join('/').replace(/(^|\/)index$/, '');
}

function pathOf(site: MarkdownSite, { path, fields }: SourceText): string {
  const [, collection = '', within = ''] = CONTENT.exec(path) ?? [];
  const page = /^(?:src\/)?pages\/(.+)$/.exec(path)?.[1];
  const stated = textOf(fields, 'permalink') ?? textOf(fields, 'url');
  const slug = textOf(fields, 'slug') ?? textOf(fields, 'postslug') ?? idOf(within || path);
  const end = site.config.trailingslash === 'never' ? '' : '/';
  const written =
    stated ?? (page === undefined ? (collection ? `/${collection}/${slug}` : `/${slug}`) : `/${idOf(page)}`);
  return cleanPath(`${written.replace(/\/$/, '')}${end}`);
}

/** Astro's rules: collections as its templates show them. A site's own program may do otherwise. */
export function astroRules(site: MarkdownSite): Rules {
  const home = { shows: 'home' } as const;
  return {
    kindOf: (text) => {
      if (/^(?:src\/)?pages\//.test(text.path)) return 'page';
      if (!CONTENT.test(text.path) && !text.hasFrontMatter) return null;
      return text.date === null ? 'page' : 'post';
    },
    // A file whose name begins with `_` is left out.
    hides: ({ path }) => (/(^|\/)_/.test(path) ? draftBecause('a name that begins with _') : null),
    defaultsOf: () => NO_DEFAULTS,
    cascades: () => [],
    pathOf: (text) => pathOf(site, text),
    identifierOf: (_text, path) => path,
    publicFolder: 'public',
    lists: [
      ['/', home],
      ['/rss.xml', { shows: 'feed', format: 'rss' }],
      ['/feed.xml', { shows: 'feed', format: 'rss' }],
      ['/blog/', home],
      ['/posts/', home],
      ['/tags/', home],
    ],
    termLists: (taxonomy, name) => [[`/${taxonomy}/${slugify(name)}/`, 'list']],
    furtherPages: null,
    aliasFields: ['aliases', 'redirect_from'],
  };
}

/** Rules for a folder of no system that is known: each file is at its path. */
export function plainRules(site: MarkdownSite): Rules {
  return {
    ...astroRules(site),
    kindOf: ({ hasFrontMatter, date }) => (!hasFrontMatter ? null : date === null ? 'page' : 'post'),
    hides: ({ path }) => (/(^|\/)_?drafts\//.test(path) ? draftBecause('in a folder of drafts') : null),
    pathOf: ({ path, fields }) => {
      const { folder, name } = nameParts(path);
      const stated = textOf(fields, 'url') ?? textOf(fields, 'permalink');
      if (stated !== null) return cleanPath(stated);
      const last = textOf(fields, 'slug') ?? (name === 'index' ? '' : slugify(name));
      return cleanPath(`${folder}/${last}/`);
    },
    publicFolder: '',
    aliasFields: ['aliases', 'redirect_from'],
  };
}
