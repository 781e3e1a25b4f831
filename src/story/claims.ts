import type { Article, Claim, ListedSource } from './article.ts';
import { quoteUrl, readableUrl } from './source-link.ts';

/** The fields of an article that its claims need: the TL;DR, and the numbered sources. */
interface WithClaims {
  abstract: string;
  rendering: Pick<Article['rendering'], 'claims' | 'sources'>;
}

/** A source that bears a claim, and the URL that leads to all words of it that do. */
export interface ClaimLink {
  number: number;
  url: string;
}

/** Returns the links of a claim, one for each source, in the order of their numbers. */
export function claimLinks({ evidence }: Claim, sources: readonly ListedSource[]): ClaimLink[] {
  const quotes = Map.groupBy(evidence, ({ source }) => source);
  return [...quotes]
    .sort(([a], [b]) => a - b)
    .map(([number, entries]) => {
      const source = sources[number - 1] as ListedSource;
      return { number, url: entries.reduce((url, { quote }) => quoteUrl(url, quote), readableUrl(source)) };
    });
}

/** Returns the words of a source that bear claims, in the order of the TL;DR: each once, apart from those that the analysis cites. */
export function bearingWords({ number, quote }: ListedSource, claims: readonly Claim[]): string[] {
  const words = claims
    .flatMap(({ evidence }) => evidence)
    .filter(({ source }) => source === number)
    .map(({ quote: { exact } }) => exact);
  return [...new Set(words)].filter((exact) => exact !== quote?.exact);
}

/** Returns the claims with their checks as data: with their text, and with the URL of each source beside its number. */
export const claimsAsData = ({ abstract, rendering: { claims, sources } }: WithClaims) =>
  claims.map(({ start, end, evidence, ...checked }) => ({
    claim: abstract.slice(start, end),
    start,
    end,
    ...checked,
    evidence: evidence.map(({ source, quote }) => ({
      number: source,
      url: (sources[source - 1] as ListedSource).url,
      quote,
    })),
  }));
