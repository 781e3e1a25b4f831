import { fieldOf, isRow, type Row, textOf } from '../fields.ts';
import { cascadesOf } from './publicity.ts';
import { type Kind, NO_DEFAULTS, nameParts, type Rules, type SourceText } from './rules.ts';
import type { MarkdownSite } from './site.ts';
import { deepField, deepText, isTrue, slugify } from './values.ts';

/** The English names of the months. */
const MONTHS = Array.from({ length: 12 }, (_, month) =>
  new Date(Date.UTC(2000, month)).toLocaleString('en', { month: 'long', timeZone: 'UTC' }),
);

/** The parts of a date that patterns of addresses have, as texts: Hugo's names. */
export function dateParts(date: string | null): Record<string, string> {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? '') ?? [];
  if (year === '') return {};
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  const dayOfYear = Math.round((time - Date.parse(`${year}-01-01T00:00:00Z`)) / 86_400_000) + 1;
  const weekday = new Date(time).getUTCDay();
  return {
    year,
    month,
    day,
    monthname: MONTHS[Number(month) - 1] ?? '',
    yearday: String(dayOfYear),
    weekday: String(weekday),
    weekdayname:
      ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'][weekday] ?? '',
  };
}

/** Returns a path with single slashes, one at its beginning. */
export const cleanPath = (path: string) => `/${path}`.replace(/\/{2,}/g, '/');

/** The languages of a site, and which of them have their name in addresses. */
function languagesOf(config: Row): {
  names: string[];
  main: string;
  isMainNamed: boolean;
  folders: Record<string, string>;
} {
  const languages = deepField(config, 'languages');
  const names = isRow(languages) ? Object.keys(languages) : [];
  const folders = Object.fromEntries(
    names
      .map((name) => [name, deepText(config, 'languages', name, 'contentDir') ?? ''])
      .filter(([, folder]) => folder),
  );
  return {
    names,
    main: deepText(config, 'defaultContentLanguage') ?? 'en',
    isMainNamed: isTrue(deepField(config, 'defaultContentLanguageInSubdir')),
    folders,
  };
}

/** The pattern of addresses for pages of a section, if the configuration has one. */
function patternOf(config: Row, section: string): string | null {
  return deepText(config, 'permalinks', 'page', section) ?? deepText(config, 'permalinks', section);
}

/** Where a file is within its content folder, and of which language it is. */
function locate(site: MarkdownSite, path: string) {
  const languages = languagesOf(site.config);
  const ofFolder = Object.entries(languages.folders).find(([, folder]) => path.startsWith(`${folder}/`));
  const content = ofFolder?.[1] ?? deepText(site.config, 'contentDir') ?? 'content';
  const isContent = path.startsWith(`${content}/`);
  const within = isContent ? path.slice(content.length + 1) : path;
  const suffix = /\.([\w-]+)\.\w+$/.exec(within)?.[1];
  const ofName = suffix !== undefined && languages.names.includes(suffix) ? suffix : undefined;
  const language = ofName ?? ofFolder?.[0] ?? languages.main;
  const isNamed = languages.names.length > 0 && (language !== languages.main || languages.isMainNamed);
  return {
    within: ofName === undefined ? within : within.replace(/\.[\w-]+(\.\w+)$/, '$1'),
    isContent,
    language: languages.names.length > 0 ? language : null,
    prefix: isNamed ? `/${language}` : '',
  };
}

/** The language of a file of a site in several languages; null if the site has one. */
export const hugoLanguage = (site: MarkdownSite, path: string) => locate(site, path).language;

function kindOf(site: MarkdownSite, { path, fields, date }: SourceText): Kind {
  const { within, isContent } = locate(site, path);
  if (!isContent) return null;
  if (/(^|\/)_index\.\w+$/.test(within)) return 'list';
  const section = /^([^/]+)\//.exec(within.replace(/\/index\.\w+$/, ''))?.[1];
  if (textOf(fields, 'type') === 'page' || section === 'page' || section === 'pages') return 'page';
  return section === undefined || date === null ? 'page' : 'post';
}

function pathOf(site: MarkdownSite, { path, fields, date }: SourceText): string {
  const { within, prefix } = locate(site, path);
  const url = textOf(fields, 'url');
  if (url !== null) return url.startsWith('/') ? cleanPath(url) : cleanPath(`${prefix}/${url}`);
  const isBundle = /\/index\.\w+$/.test(within);
  const [, folder = '', file = ''] =
    /^(?:(.*)\/)?([^/]*)$/.exec(
      isBundle ? within.replace(/\/index\.\w+$/, '') : within.replace(/\.\w+$/, ''),
    ) ?? [];
  const usesDateOfName = JSON.stringify(deepField(site.config, 'frontmatter', 'date') ?? '').includes(
    ':filename',
  );
  const filename = usesDateOfName ? nameParts(`${file}.md`).name : file;
  const slug = textOf(fields, 'slug') ?? filename;
  const section = folder.split('/')[0] ?? '';
  const pattern = patternOf(site.config, section) ?? '/:sections/:slugorcontentbasename/';
  const values: Record<string, string> = {
    ...dateParts(date),
    section,
    sections: folder,
    title: textOf(fields, 'title') ?? filename,
    // Without a slug, `:slug` is the title.
    slug: textOf(fields, 'slug') ?? textOf(fields, 'title') ?? filename,
    filename,
    contentbasename: filename,
    slugorfilename: slug,
    slugorcontentbasename: slug,
  };
  const filled = pattern.replace(/:(\w+)/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
  const keepsCase = isTrue(deepField(site.config, 'disablePathToLower'));
  const written = filled
    .split('/')
    .map((part) => (keepsCase ? part.trim().replace(/\s+/g, '-') : slugify(part)))
    .join('/');
  const whole = cleanPath(`${prefix}/${written}`).replace(/\/$/, '');
  const isUgly = isTrue(deepField(site.config, 'uglyURLs'));
  return isUgly ? `${whole || '/index'}.html` : `${whole}/`;
}

/** Hugo's rules, by its configuration. */
export function hugoRules(site: MarkdownSite): Rules {
  const rss = { shows: 'feed', format: 'rss' } as const;
  const home = { shows: 'home' } as const;
  const sections = [deepField(site.config, 'params', 'mainSections') ?? []]
    .flat()
    .filter((each) => typeof each === 'string');
  const size = Number(
    deepField(site.config, 'pagination', 'pagerSize') ?? deepField(site.config, 'paginate') ?? 10,
  );
  return {
    kindOf: (text) => kindOf(site, text),
    hides: () => null,
    defaultsOf: () => NO_DEFAULTS,
    cascades: () => cascadesOf(site.config),
    pathOf: (text) => pathOf(site, text),
    identifierOf: (_text, path) => path,
    publicFolder: 'static',
    lists: [
      ['/', home],
      ['/index.xml', rss],
      ['/tags/', home],
      ['/categories/', home],
      ...[...new Set(['posts', 'post', 'blog', ...sections])].flatMap(
        (section): [string, typeof home | typeof rss][] => [
          [`/${section}/`, home],
          [`/${section}/index.xml`, rss],
        ],
      ),
    ],
    termLists: (taxonomy, name) => [
      [`/${taxonomy}/${slugify(name)}/`, 'list'],
      [`/${taxonomy}/${slugify(name)}/index.xml`, 'rss'],
    ],
    furtherPages: { path: '/page/:num/', size: size > 0 ? size : 10 },
    aliasFields: ['aliases'],
  };
}

/** Whether a text was taken down: `expiryDate` has passed. */
export const expiryOf = (fields: Row) => fieldOf(fields, 'expirydate') ?? fieldOf(fields, 'unpublishdate');
