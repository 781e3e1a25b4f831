import { MAX_QUERY_LENGTH, termsOf, tidyQuery } from '../query/terms.ts';
import { isTopicSlug } from '../story/slug.ts';
import { isPublisherDomain } from '../story/sources/publisher.ts';
import type { Scope } from './scope.ts';

/** How many stories a page of results has, and how many pages there are at most. */
export const RESULTS_PER_PAGE = 20;
export const MAX_RESULT_PAGES = 10;

/** What a reader searches for. What is '' does not narrow the search. */
export interface SearchRequest {
  query: string;
  topic: string;
  /** Words of an author's name. */
  author: string;
  /** A publisher's domain. */
  source: string;
  /** A language tag, or its first part. */
  language: string;
  /** The first and the last day of publication, in the newsroom's time zone: `2026-11-26`. */
  from: string;
  to: string;
  order: 'relevance' | 'date';
  /** From 1. */
  page: number;
}

/** Why a search cannot be answered: a parameter is wrong, or the query is too long. */
export type SearchFault = { name: string; value: string; rule: string } | { length: number };

const MAX_AUTHOR_LENGTH = 100;

/** Whether a text is a day of the calendar. `Date.parse` takes 30 February for 2 March. */
const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

/** The parameters, in the order in which addresses have them: what each may be, and the rule for errors. */
const PARAMETERS: Record<string, { isValid: (value: string) => boolean; rule: string }> = {
  topic: { isValid: isTopicSlug, rule: 'must be the name of a topic in an address' },
  author: {
    isValid: (value) => value.length <= MAX_AUTHOR_LENGTH,
    rule: `must have at most ${MAX_AUTHOR_LENGTH} characters`,
  },
  source: { isValid: isPublisherDomain, rule: 'must be the domain of a publisher, like news.example' },
  lang: {
    isValid: (value) => /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,5}$/i.test(value),
    rule: 'must be a language, like en or zh-Hant',
  },
  from: { isValid: isDay, rule: 'must be a day, like 2026-11-26' },
  to: { isValid: isDay, rule: 'must be a day, like 2026-11-26' },
  sort: { isValid: (value) => /^(relevance|date)$/.test(value), rule: 'must be relevance or date' },
  page: {
    isValid: (value) => /^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_RESULT_PAGES,
    rule: `must be a number from 1 to ${MAX_RESULT_PAGES}`,
  },
};

/** Parses the parameters of a search. Empty ones count as left out, and unknown ones are ignored. */
export function parseSearch(
  parameters: URLSearchParams,
): { ok: true; search: SearchRequest } | { ok: false; fault: SearchFault } {
  const given = parameters.get('q') ?? '';
  if (given.length > MAX_QUERY_LENGTH) return { ok: false, fault: { length: given.length } };
  const values: Record<string, string> = {};
  for (const [name, { isValid, rule }] of Object.entries(PARAMETERS)) {
    const tidy = tidyQuery(parameters.get(name) ?? '');
    const value = name === 'author' ? tidy : tidy.toLowerCase();
    if (value !== '' && !isValid(value)) return { ok: false, fault: { name, value, rule } };
    values[name] = value;
  }
  const { topic = '', author = '', source = '', lang = '', from = '', to = '', sort, page } = values;
  const search = {
    query: tidyQuery(given),
    topic,
    author,
    source,
    language: lang,
    from,
    to,
    order: sort === 'date' ? ('date' as const) : ('relevance' as const),
    page: Number(page || 1),
  };
  return { ok: true, search };
}

/** Whether a search asks for more than words. */
export const isNarrowed = ({ topic, author, source, language, from, to }: SearchRequest): boolean =>
  [topic, author, source, language, from, to].some((value) => value !== '');

/** Whether a search asks for anything. */
export const isEmptySearch = (search: SearchRequest): boolean =>
  termsOf(search.query).length === 0 && !isNarrowed(search);

/** Returns the parameters of a search in the one form that its addresses have: in a fixed order, without what is empty. */
export function searchParameters({ order, page, ...search }: SearchRequest): string {
  const { query, topic, author, source, language, from, to } = search;
  const values = {
    q: query,
    topic,
    author,
    source,
    lang: language,
    from,
    to,
    sort: order === 'date' ? order : '',
    page: page > 1 ? String(page) : '',
  };
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
}

/** Returns the path of a page of results. */
export function searchPath(search: SearchRequest): string {
  const parameters = searchParameters(search);
  return parameters === '' ? '/search' : `/search?${parameters}`;
}

/** Returns the scope of a search. Its feeds have the newest stories, so order and page do not matter. */
export const searchScope = (search: SearchRequest): Scope =>
  `search:${searchParameters({ ...search, order: 'relevance', page: 1 })}`;
