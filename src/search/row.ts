import type { IndexedStory } from '../newsroom/desk/publish/mirrors/indexed-story.ts';
import { charactersOf, tokensOf } from '../site/query/tokens.ts';
import {
  authorFacet,
  characterFacet,
  GAP,
  headlineFacet,
  identityFacet,
  languageFacet,
  scopeFacet,
  tailFacet,
} from './facets.ts';
import { periodsOf } from './periods.ts';
import { LANGUAGES } from './words/languages.ts';

/**
 * The most tokens of a text that are indexed, and the most characters of all tokens of a story's sources: about a hundred pages each. So
 * a row stays below the 2 MB that it may have (https://developers.cloudflare.com/durable-objects/platform/limits/).
 */
const [MAX_TOKENS, MAX_SOURCES_LENGTH] = [50_000, 400_000];

/** The fewest letters of a word that may have been made of two. */
const MIN_COMPOUND = 9;
const IS_COMPOUND = new RegExp(`^\\p{Script=Latin}{${MIN_COMPOUND},}$`, 'u');

/** Returns the ends of long words of a text, in a language that writes several words as one. */
const tailsOf = (text: string, language: string): string[] =>
  LANGUAGES[language]?.isCompounding
    ? tokensOf(text)
        .slice(0, MAX_TOKENS)
        .flatMap(({ token }) => (IS_COMPOUND.test(token) ? [tailFacet(token)] : []))
    : [];

const indexed = (text: string) =>
  tokensOf(text)
    .slice(0, MAX_TOKENS)
    .map(({ token }) => token)
    .join(' ');

function indexedSources(sources: string[][]): string {
  const tokens = sources.map((texts) => texts.map(indexed).join(` ${GAP} `)).join(` ${GAP} `);
  return tokens.length > MAX_SOURCES_LENGTH
    ? tokens.slice(0, tokens.lastIndexOf(' ', MAX_SOURCES_LENGTH))
    : tokens;
}

/** Returns the columns of a story's row with the id `row`, as tokens. */
export function columnsOf(row: number, identifier: string, texts: NonNullable<IndexedStory['texts']>) {
  const { headline, abstract, analysis, sources, scopes, authors, language } = texts;
  const [primary = ''] = language.split('-');
  const facets = [
    identityFacet(identifier),
    ...periodsOf(row),
    ...tokensOf(headline).map(({ token }) => headlineFacet(token)),
    ...scopes.map(scopeFacet),
    languageFacet(language),
    languageFacet(primary),
    ...tailsOf(`${headline} ${abstract} ${analysis}`, primary.toLowerCase()),
    ...charactersOf(`${headline}\n${abstract}`).map(characterFacet),
  ];
  // The words of a name stand in a row, also of two authors with one last name.
  const names = authors.map((name) =>
    tokensOf(name)
      .map(({ token }) => authorFacet(token))
      .join(' '),
  );
  return {
    headline: indexed(headline),
    abstract: indexed(abstract),
    analysis: indexed(analysis),
    sources: indexedSources(sources),
    facets: [...new Set(facets), names.join(` ${GAP} `)].join(' ').trim(),
  };
}
