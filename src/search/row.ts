import type { IndexedStory } from '../desk/publish/mirrors/indexed-story.ts';
import { charactersOf, tokensOf } from '../query/tokens.ts';
import { authorFacet, characterFacet, GAP, identityFacet, languageFacet, scopeFacet } from './facets.ts';

/** The most tokens of a story's analysis and of its sources that are indexed: about a hundred pages. */
const MAX_TOKENS = 50_000;

const indexed = (text: string) =>
  tokensOf(text)
    .slice(0, MAX_TOKENS)
    .map(({ token }) => token)
    .join(' ');

/** Returns the columns of a story's row, as tokens. */
export function columnsOf(identifier: string, texts: NonNullable<IndexedStory['texts']>) {
  const { headline, abstract, analysis, sources, scopes, authors, language } = texts;
  const [primary = ''] = language.split('-');
  const facets = [
    identityFacet(identifier),
    ...scopes.map(scopeFacet),
    ...authors.flatMap((name) => tokensOf(name)).map(({ token }) => authorFacet(token)),
    languageFacet(language),
    languageFacet(primary),
    ...charactersOf(`${headline}\n${abstract}`).map(characterFacet),
  ];
  return {
    headline: indexed(headline),
    abstract: indexed(abstract),
    analysis: indexed(analysis),
    sources: sources
      .slice(0, MAX_TOKENS)
      .map((texts) => texts.map(indexed).join(` ${GAP} `))
      .join(` ${GAP} `),
    facets: [...new Set(facets)].join(' '),
  };
}
