import type { Article, Claim, ListedSource } from './article.ts';
import { quoteUrl, readableUrl } from './sources/source-link.ts';

/** The fields of an article that its claims need: the TL;DR, and the numbered sources. */
interface WithClaims {
  abstract: string;
  rendering: Pick<Article['rendering'], 'claims' | 'sources' | 'withoutEvidence'>;
}

/** A source that supports a claim, and the URL that leads to all of its words that do. */
interface ClaimLink {
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

/** Returns the words of a source that support claims, in the order of the TL;DR: each once, apart from those that the analysis cites. */
export function supportingWords({ number, quote }: ListedSource, claims: readonly Claim[]): string[] {
  if (claims.length === 0) return [];
  const words = claims
    .flatMap(({ evidence }) => evidence)
    .filter(({ source }) => source === number)
    .map(({ quote: { exact } }) => exact);
  return [...new Set(words)].filter((exact) => exact !== quote?.exact);
}

/**
 * Returns what the quotes of a claim state otherwise: for each, the name of the message that says so, and its values. Of a negation
 * that only one side has, there is nothing to show of the other. `show` makes a value of a text.
 */
export const contradictions = <Value>(
  { findings }: Claim,
  show: (text: string) => Value,
): ['quotedOtherwise' | 'negatedOnce', Record<string, Value>][] =>
  findings
    .filter(({ result }) => result === 'contradicted')
    .map(({ text, quoted }) =>
      quoted === null
        ? ['negatedOnce', { findings: show(text) }]
        : ['quotedOtherwise', { claimed: show(text), quoted: show(quoted) }],
    );

/**
 * Returns the claims of the TL;DR as data: with their text, the number and URL of each source, and, unless the newsroom's policy
 * is `off`, what came of their check; and the sentences without evidence.
 */
export function evidenceAsData({ abstract, rendering }: WithClaims, site: { evidence: string }) {
  const { claims, sources, withoutEvidence } = rendering;
  const isChecked = site.evidence !== 'off';
  return {
    claims: claims.map(({ start, end, evidence, ...check }) => ({
      claim: abstract.slice(start, end),
      start,
      end,
      ...(isChecked ? check : {}),
      evidence: evidence.map(({ source, quote }) => ({
        number: source,
        url: (sources[source - 1] as ListedSource).url,
        quote,
      })),
    })),
    withoutEvidence: isChecked ? withoutEvidence : [],
  };
}
