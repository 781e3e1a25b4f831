import { type Site, storyUrl } from '../../settings/site.ts';
import type { Translation } from '../story/article.ts';
import type { FeedEntry } from './edition.ts';

/** Returns links to the same story in other languages (RFC 4287 section 4.1.1: alternates of one type differ in `hreflang`). */
export const translationLinks = (
  { translations = [] }: Pick<FeedEntry, 'translations'>,
  site: Site,
): Record<string, string>[] =>
  translations.map(({ slug, inLanguage }) => ({
    rel: 'alternate',
    type: 'text/html',
    hreflang: inLanguage,
    href: storyUrl(site, slug),
  }));

/** Returns translations as programs get them. */
export const translationsAsData = (translations: readonly Translation[], site: Site) =>
  translations.map(({ slug, inLanguage, isOriginal = false }) => ({
    url: storyUrl(site, slug),
    language: inLanguage,
    isOriginal,
  }));
