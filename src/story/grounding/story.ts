import { locateClaims } from '../evidence.ts';
import { canonicalUrl } from '../fields.ts';
import type { Story } from '../story.ts';
import { groundAbstract, type SentenceGrounding } from './abstract.ts';

/** Returns the language of each source by its canonical URL: that of `citation`, or else of `isBasedOn`. */
function sourceLanguages({ citation, isBasedOn }: Pick<Story, 'citation' | 'isBasedOn'>) {
  const languages = new Map<string, string>();
  for (const { url, inLanguage } of [...citation, ...(isBasedOn ?? [])]) {
    const known = canonicalUrl(url);
    if (inLanguage !== null && !languages.has(known)) languages.set(known, inLanguage);
  }
  return languages;
}

/**
 * Checks a story's TL;DR against its evidence: one result for each distinct claim, and one for each sentence that is not, or not
 * whole, in claims. In the order of the TL;DR.
 */
export function groundStory(
  story: Pick<Story, 'abstract' | 'inLanguage' | 'evidence' | 'citation' | 'isBasedOn'>,
): SentenceGrounding[] {
  const { abstract, inLanguage, evidence } = story;
  const languages = sourceLanguages(story);
  const byClaim = Map.groupBy(evidence, ({ claim }) => claim);
  const places = locateClaims(abstract, [...byClaim.keys()]);
  const claims = [...byClaim].flatMap(([claim, entries]) => {
    const place = places.get(claim);
    if (typeof place !== 'object') return [];
    const quotes = entries.map(({ source, quote }) => ({
      text: quote.exact,
      language: languages.get(canonicalUrl(source)) ?? null,
    }));
    return [{ ...place, quotes }];
  });
  return groundAbstract({ abstract, inLanguage, claims: claims.sort((a, b) => a.start - b.start) });
}
