import { locateClaims } from '../evidence.ts';
import { canonicalUrl } from '../fields.ts';
import { publisherName } from '../sources/publisher-name.ts';
import type { Source, Story } from '../story.ts';
import { groundAbstract, type SentenceGrounding } from './abstract.ts';

/** What is known of a source: what `citation` says, or else `isBasedOn`. */
type Known = Pick<Source, 'inLanguage' | 'publisher'>;

/** Returns the language and publisher of each source by its canonical URL. */
function knownSources({ citation, isBasedOn }: Pick<Story, 'citation' | 'isBasedOn'>): Map<string, Known> {
  const sources = new Map<string, Known>();
  for (const { url, inLanguage, publisher } of [...citation, ...(isBasedOn ?? [])]) {
    const known = sources.get(canonicalUrl(url));
    sources.set(canonicalUrl(url), {
      inLanguage: known?.inLanguage ?? inLanguage,
      publisher: known?.publisher ?? publisher,
    });
  }
  return sources;
}

/**
 * Checks a story's TL;DR against its evidence: one result for each distinct claim, and one for each sentence that is not, or not
 * whole, in claims. In the order of the TL;DR.
 */
export function groundStory(
  story: Pick<Story, 'abstract' | 'inLanguage' | 'evidence' | 'citation' | 'isBasedOn'>,
): SentenceGrounding[] {
  const { abstract, inLanguage, evidence } = story;
  const sources = knownSources(story);
  const byClaim = Map.groupBy(evidence, ({ claim }) => claim);
  const places = locateClaims(abstract, [...byClaim.keys()]);
  const claims = [...byClaim].flatMap(([claim, entries]) => {
    const place = places.get(claim);
    if (typeof place !== 'object') return [];
    const quotes = entries.map(({ source, quote }) => ({
      text: quote.exact,
      language: sources.get(canonicalUrl(source))?.inLanguage ?? null,
    }));
    const publishers = entries.map(({ source }) =>
      publisherName({ url: source, publisher: sources.get(canonicalUrl(source))?.publisher ?? null }),
    );
    return [{ ...place, quotes, publishers: [...new Set(publishers)] }];
  });
  return groundAbstract({ abstract, inLanguage, claims: claims.sort((a, b) => a.start - b.start) });
}
