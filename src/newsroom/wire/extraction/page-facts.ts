import type { ReadSource } from '../../drafts/desk/read-source.ts';
import type { FetchedPage } from '../fetching/fetched.ts';
import { findByline } from './byline.ts';
import { cleanDate, cleanFlag, cleanLanguage, cleanLine, cleanUrl } from './clean-values.ts';
import type { DomDocument } from './dom.ts';
import { findHeadline, foldText } from './headline.ts';
import { type JsonObject, LinkedData, listOf, textOf } from './json-ld.ts';
import type { ParsedPage } from './parse-page.ts';
import { findPublished } from './published.ts';

/** What a page says of itself. */
export type PageFacts = Pick<
  ReadSource,
  'name' | 'publisher' | 'author' | 'datePublished' | 'inLanguage' | 'isAccessibleForFree'
>;

export const NO_FACTS: PageFacts = {
  name: null,
  publisher: null,
  author: [],
  datePublished: null,
  inLanguage: null,
  isAccessibleForFree: null,
};

const MAX_AUTHORS = 50;

/** Returns the first value that a function makes something of. */
function firstOf<Value, Result>(
  values: readonly Value[],
  make: (value: Value) => Result | null,
): Result | null {
  for (const value of values) {
    const result = make(value);
    if (result !== null) return result;
  }
  return null;
}

/** The contents of `meta` elements by name or property, in lower case. */
class MetaData {
  readonly #contents = new Map<string, string[]>();

  constructor(document: DomDocument) {
    for (const element of document.querySelectorAll('meta')) {
      const content = element.getAttribute('content');
      const names = ['property', 'name', 'http-equiv'].map((key) => element.getAttribute(key));
      for (const name of names.flatMap((each) => each?.toLowerCase().split(/\s+/) ?? [])) {
        if (content) this.#contents.set(name, [...(this.#contents.get(name) ?? []), content]);
      }
    }
  }

  /** Returns the contents of all these names, in the order of the names. */
  all(...names: string[]): string[] {
    return names.flatMap((name) => this.#contents.get(name) ?? []);
  }
}

/** Turns a text with character references, as some publishers put into JSON, into what it means. */
function plain(text: unknown, document: DomDocument): unknown {
  if (typeof text !== 'string' || !/&(#\w+|\w+);/.test(text) || text.length > 10_000) return text;
  const element = document.createElement('p');
  element.innerHTML = text.replaceAll('<', '&lt;');
  return element.textContent;
}

/** What is known of a page, by trust: JSON-LD, Open Graph, `meta`, the markup, HTTP. */
export function readFacts({ document, jsonLd }: ParsedPage, page: FetchedPage): PageFacts {
  const meta = new MetaData(document);
  const data = new LinkedData(jsonLd);
  const title = document.querySelector('title')?.textContent ?? '';
  const article = data.findArticle((each) => isOfPage(each, page.url, [...meta.all('og:title'), title]));
  const object = article ?? data.findPage() ?? {};
  const line = (max: number) => (text: unknown) => cleanLine(plain(text, document), max);
  const entity = (value: unknown) => entityOf(value, page.url, line(200));
  const publisher =
    firstOf(data.resolve(object.publisher ?? object.sourceOrganization), entity) ??
    firstOf(
      meta.all(
        'og:site_name',
        'citation_publisher',
        'citation_journal_title',
        'dc.publisher',
        'dcterms.publisher',
      ),
      entity,
    );
  const headline = findHeadline(document, [...meta.all('og:title'), title], publisher?.name);
  const inLanguage = firstOf(
    [
      languageOf(object.inLanguage),
      document.documentElement.getAttribute('lang'),
      ...meta.all('og:locale', 'citation_language', 'dc.language', 'dcterms.language', 'content-language'),
      page.headers['content-language'],
    ],
    cleanLanguage,
  );
  const stated = authorsOf(data.resolve(object.author ?? object.creator), meta, entity);
  const host = new URL(page.url).hostname.replace(/^www\./, '');
  const sites = [publisher?.name ?? '', host, host.replace(/\.[^.]+$/, '')].map(foldText);
  // Many publishing systems state the site as the author of all its pages.
  const inByline = stated.every(({ name }) => sites.includes(foldText(name)))
    ? findByline(document, headline)
        .map(entity)
        .filter((each) => each !== null)
    : [];
  return {
    name: firstOf(
      [
        textOf(object.headline),
        textOf(object.name),
        headline?.textContent,
        ...meta.all('og:title', 'citation_title', 'dc.title', 'dcterms.title'),
        title,
      ],
      (text) => line(500)(withoutSite(text, sites)),
    ),
    publisher,
    author: inByline.length > 0 ? inByline : stated,
    datePublished:
      firstOf(
        [
          textOf(object.datePublished),
          ...meta.all(
            'article:published_time',
            'og:article:published_time',
            'citation_publication_date',
            'citation_online_date',
          ),
          ...meta.all(
            'citation_date',
            'dcterms.issued',
            'dc.date.issued',
            'dc.date',
            'dcterms.date',
            'parsely-pub-date',
          ),
          ...meta.all('sailthru.date', 'datepublished', 'date', 'pubdate', 'publish-date'),
        ],
        (text) => cleanDate(text, page.readAt),
      ) ?? findPublished(document, headline, { url: page.url, readAt: page.readAt, language: inLanguage }),
    inLanguage,
    isAccessibleForFree: isFree(object, data) ?? firstOf(meta.all('article:content_tier'), tierOf),
  };
}

/** Whether an object of several is about this page: its address or its headline is the page's. */
function isOfPage(object: JsonObject, url: string, titles: readonly string[]): boolean {
  const bare = (address: unknown) => {
    const parsed = typeof address === 'string' ? URL.parse(address, url) : null;
    return parsed ? `${parsed.host.replace(/^www\./, '')}${parsed.pathname.replace(/\/$/, '')}` : undefined;
  };
  const [entity] = listOf(object.mainEntityOfPage);
  const inEntity = typeof entity === 'object' && entity !== null ? (entity as JsonObject)['@id'] : entity;
  if ([object.url, object['@id'], inEntity].some((address) => bare(address) === bare(url))) return true;
  const headline = cleanLine(textOf(object.headline), 500);
  return headline !== null && titles.some((title) => title.includes(headline));
}

/** Returns a person or an organisation: an object, or its name alone. */
function entityOf(
  value: unknown,
  base: string,
  line: (text: unknown) => string | null,
): { name: string; url: string | null } | null {
  const object = typeof value === 'object' && value !== null ? (value as JsonObject) : {};
  const name = line(typeof value === 'string' ? value : textOf(object.name));
  // Where a name belongs, some publishers put the address of a profile.
  if (name === null || /^(https?:\/\/|www\.|@)/i.test(name)) return null;
  return { name, url: cleanUrl(textOf(object.url), base) };
}

function authorsOf(
  stated: unknown[],
  meta: MetaData,
  entity: (value: unknown) => { name: string; url: string | null } | null,
): PageFacts['author'] {
  const lists = [
    stated,
    meta.all('article:author', 'og:article:author'),
    meta.all('citation_author'),
    meta.all('author', 'dc.creator', 'dcterms.creator', 'parsely-author', 'sailthru.author', 'byl'),
  ];
  for (const list of lists) {
    const found = list.map(entity).filter((each) => each !== null);
    const names = new Set(found.map(({ name }) => name));
    const authors = [...names].map((name) => {
      const same = found.filter((each) => each.name === name);
      return same.find(({ url }) => url !== null) ?? { name, url: null };
    });
    if (authors.length > 0) return authors.slice(0, MAX_AUTHORS);
  }
  return [];
}

/** Removes the site's name from the end of a title. */
function withoutSite(title: unknown, sites: readonly string[]): unknown {
  const [, rest, end] =
    typeof title === 'string' ? (/^(.*\S)\s*[|·•:–—›»-]\s+(.*?)\s*$/s.exec(title) ?? []) : [];
  return rest !== undefined && end !== undefined && sites.includes(foldText(end)) ? rest : title;
}

function languageOf(value: unknown): string | null {
  const [first] = listOf(value);
  const object = typeof first === 'object' && first !== null ? (first as JsonObject) : {};
  return textOf(value) ?? textOf(object.alternateName) ?? null;
}

/** Whether all may read the page for free: not if only a part of it is free. */
function isFree(object: JsonObject, data: LinkedData): boolean | null {
  const parts = data.resolve(object.hasPart).map((part) => (part as JsonObject | null)?.isAccessibleForFree);
  const flags = [object.isAccessibleForFree, ...parts].map((value) => cleanFlag(listOf(value)[0]));
  return flags.includes(false) ? false : (flags[0] ?? null);
}

/** What Facebook's `article:content_tier` says; a metered page is neither free nor closed. */
const tierOf = (tier: string): boolean | null =>
  ({ free: true, locked: false })[tier.trim().toLowerCase()] ?? null;
