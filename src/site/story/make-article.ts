import { escapeHtml } from '../../lib/html.ts';
import {
  type Article,
  type Claim,
  citationAnchor,
  type ListedSource,
  RENDERER_VERSION,
  sourceAnchor,
} from './article.ts';
import { type CitationUse, numberCitations } from './citations.ts';
import { locateClaims } from './evidence.ts';
import { canonicalUrl } from './fields.ts';
import type { SentenceGrounding } from './grounding/abstract.ts';
import type { Span } from './grounding/finding.ts';
import { groundStory } from './grounding/story.ts';
import {
  type CitationRendering,
  linkLength,
  markdownForReaders,
  parseMarkdown,
  plainCitations,
  tokensToHtml,
} from './markdown.ts';
import type { Fault } from './parse/fault.ts';
import { publisherName, usefulLabel } from './sources/publisher-name.ts';
import { readableUrl } from './sources/source-link.ts';
import type { Citation, Source, Story } from './story.ts';

/** The fields of a source that the analysis cites but the record does not list. */
const UNKNOWN: Omit<Citation, 'url'> = {
  name: null,
  publisher: null,
  author: [],
  datePublished: null,
  inLanguage: null,
  isAccessibleForFree: null,
  kind: null,
  quote: null,
  archivedAt: null,
  linkStatus: null,
  accessed: null,
};

/** Merges two entries for the same source: `second` fills in what `first` does not state. */
const mergeSources = (first: Citation, second: Source): Citation => ({
  ...first,
  name: first.name ?? second.name,
  publisher: first.publisher ?? second.publisher,
  author: first.author.length > 0 ? first.author : second.author,
  datePublished: first.datePublished ?? second.datePublished,
  inLanguage: first.inLanguage ?? second.inLanguage,
  isAccessibleForFree: first.isAccessibleForFree ?? second.isAccessibleForFree,
  kind: first.kind ?? second.kind,
});

/**
 * Lists every source of the story: those that the analysis cites, in order of first citation, whether or not the record lists
 * them; then the rest of `citation`; then the rest of `isBasedOn`.
 */
function listSources(story: Story, uses: CitationUse[]): ListedSource[] {
  const counts = Map.groupBy(uses, ({ url }) => url);
  const cited = new Map(story.citation.map((citation) => [canonicalUrl(citation.url), citation]));
  const reporting = new Map((story.isBasedOn ?? []).map((source) => [canonicalUrl(source.url), source]));
  const urls = new Set([...counts.keys(), ...cited.keys(), ...reporting.keys()]);
  return Array.from(urls, (url, index) => {
    const known = cited.get(url) ?? { ...UNKNOWN, url };
    const source = reporting.get(url);
    const merged = source ? mergeSources(known, source) : known;
    const uses = counts.get(url) ?? [];
    const label = uses.map((use) => usefulLabel(use.label, merged)).find((each) => each !== undefined);
    return {
      ...merged,
      url,
      number: index + 1,
      uses: uses.length,
      ...(label === undefined ? {} : { label }),
      isBasedOn: story.isBasedOn === null ? counts.has(url) || counts.size === 0 : source !== undefined,
    };
  });
}

/**
 * Lists the claims of the TL;DR with their evidence and what came of their check, in the order of the TL;DR; and the sentences
 * that have no evidence, if any claim has some.
 */
function listClaims(
  story: Story,
  numberOf: (url: string) => number,
  groundings: readonly SentenceGrounding[] | undefined,
): Pick<Article['rendering'], 'claims' | 'withoutEvidence'> {
  if (story.evidence.length === 0) return { claims: [], withoutEvidence: [] };
  const byClaim = Map.groupBy(story.evidence, ({ claim }) => claim);
  const places = locateClaims(story.abstract, [...byClaim.keys()]);
  const claims: Claim[] = [];
  const withoutEvidence: Article['rendering']['withoutEvidence'] = [];
  for (const { claim, sentence, verdict, findings } of groundings ?? groundStory(story)) {
    if (claim === null || verdict === 'no evidence') withoutEvidence.push({ sentence, findings });
    else {
      const evidence = byClaim.get(claim) ?? [];
      claims.push({
        ...(places.get(claim) as Span),
        evidence: evidence.map(({ source, quote }) => ({ source: numberOf(source), quote })),
        verdict,
        // That the quotes have the words of a claim needs no more than the verdict.
        findings: findings.filter(({ kind, result }) => kind !== 'words' || result !== 'found'),
      });
    }
  }
  return { claims, withoutEvidence };
}

/** The most characters of HTML that an analysis may need for its links and the numbers of its citations. */
const MAX_LINK_CHARACTERS = 1_000_000;

/** Thrown if a story's links would make its page too large for memory: even a short text can have many links to long URLs. */
export class LinkLimitError extends Error {
  readonly fault: Fault;

  constructor(length: number) {
    const rule = `links must take at most ${MAX_LINK_CHARACTERS.toLocaleString('en')} characters of HTML in total. Cite less often, or shorten URLs`;
    super(`articleBody: ${rule}`);
    this.fault = { field: 'articleBody', value: `${length.toLocaleString('en')} characters`, rule };
  }
}

/** Returns a function that finds a source by its URL, however that is spelt. */
function sourceFinder(sources: readonly ListedSource[]): (url: string) => ListedSource {
  const byUrl = new Map(sources.map((source) => [source.url, source]));
  return (url) => byUrl.get(canonicalUrl(url)) as ListedSource;
}

/**
 * The page shows a citation as a numeral. It leads to the list of sources, and is an attribute that the stylesheet shows: the text reads as
 * its author wrote it. Its name for screen readers is its label, the numeral and the publisher.
 */
function pageCitations(sources: readonly ListedSource[]): CitationRendering {
  return {
    open: '<span class="cite">',
    close: '</span>',
    attributes: ({ number, use, label }) => {
      const name = `${label} ${number}, ${publisherName(sources[number - 1] as ListedSource)}`;
      return (
        `id="${citationAnchor(number, use)}" href="#${sourceAnchor(number)}" role="doc-noteref" ` +
        `data-n="${number}" aria-label="${escapeHtml(name)}"`
      );
    },
  };
}

/**
 * Makes a story's article: parses the Markdown once, numbers the sources, and renders the analysis for the page and for feeds.
 * Throws `LinkLimitError` if the HTML of the links would be too long. `groundings` is what `groundStory` returned, if it has run.
 */
export function makeArticle(
  story: Story,
  identifier: string,
  groundings?: readonly SentenceGrounding[],
): Article {
  const environment: { definitions: unknown[] } = { definitions: [] };
  const tokens = parseMarkdown(story.articleBody, environment);
  const sources = listSources(story, numberCitations(tokens));
  const sourceOf = sourceFinder(sources);
  const onPage = pageCitations(sources);
  const readable = (url: string) => readableUrl(sourceOf(url));
  const inFeeds = plainCitations(readable);
  // The labels that screen readers read are as long as those in the text, which has a limit of its own.
  const length = linkLength(
    tokens,
    (citation) => onPage.attributes({ ...citation, label: '' }) + inFeeds.attributes(citation),
  );
  if (length > MAX_LINK_CHARACTERS) throw new LinkLimitError(length);
  const markdown = markdownForReaders(
    story.articleBody,
    tokens,
    environment.definitions.length > 0,
    readable,
  );
  return {
    ...story,
    identifier,
    rendering: {
      version: RENDERER_VERSION,
      page: tokensToHtml(tokens, onPage, 'page'),
      feed: tokensToHtml(tokens, inFeeds),
      ...(markdown === story.articleBody ? {} : { markdown }),
      sources,
      ...listClaims(story, (url) => sourceOf(url).number, groundings),
    },
  };
}
