import type { Token } from 'markdown-it';
import { canonicalUrl } from '../../../../../site/story/fields.ts';
import { isLinkable, parseWithAllLinks } from '../../../../../site/story/markdown.ts';
import { lintAnalysis } from '../../../../../site/story/parse/lint.ts';
import type { Observation } from '../../../../../site/story/sources/observation.ts';
import { dayOf, formatDay } from '../../../../frame/times.ts';
import type { Translate } from '../../../../words/words.ts';
import { type PlainMistake, plainMistake } from './rule-words.ts';

/** A citation of the analysis, and whether readers can follow it to a source that the record knows. */
export interface CheckedCitation {
  url: string;
  label: string;
  /** How often the analysis cites this address. */
  uses: number;
  state: 'right' | 'unlisted' | 'invalid' | Observation['kind'];
  words: string;
}

/** Something in the analysis that is most likely a mistake, such as what only looks like a citation. */
export interface Mistake {
  text: string;
  /** What is wrong with it. */
  rule: PlainMistake;
}

/** The most citations that are listed. */
const MAX_LISTED = 300;
/** The most characters that are shown of a mistake. */
const MAX_SHOWN = 300;

/** A link in parentheses of its own, whatever its address. */
interface Cited {
  url: string;
  label: string;
}

function citedIn(children: readonly Token[]): Cited[] {
  const cited: Cited[] = [];
  let open = 0;
  // Links do not nest, so each ends with the next end. A search for it from the beginning takes minutes for 20,000 links.
  for (const [close, { type }] of children.entries()) {
    if (type === 'link_open') open = close;
    if (type !== 'link_close') continue;
    const token = children[open] as Token;
    const isMarked = (token.meta as { isCitation?: boolean } | null)?.isCitation === true;
    const isInParentheses =
      /\($/.test(children[open - 1]?.content ?? '') && /^\)/.test(children[close + 1]?.content ?? '');
    if (!isMarked && !isInParentheses) continue;
    const label = children.slice(open + 1, close).map(({ content }) => content);
    cited.push({ url: String(token.attrGet('href') ?? ''), label: label.join('') });
  }
  return cited;
}

/** Returns an address as the URL standard writes it, or as it is. */
export const normalAddress = (url: string): string => (URL.canParse(url) ? canonicalUrl(url) : url);

/** Counts how often an analysis cites each address. */
export const countUses = (citations: readonly Cited[]): Map<string, number> => {
  const uses = new Map<string, number>();
  for (const { url } of citations) uses.set(normalAddress(url), (uses.get(normalAddress(url)) ?? 0) + 1);
  return uses;
};

export const findCitations = (analysis: string): Cited[] =>
  parseWithAllLinks(analysis).flatMap(({ children }) => citedIn(children ?? []));

/** Checks the citations of an analysis, in its order. `sources` are the addresses of the list of sources, in its order. */
export function checkCitations(
  t: Translate,
  citations: readonly Cited[],
  sources: readonly string[],
): CheckedCitation[] {
  const uses = countUses(citations);
  const known = sources.map(normalAddress);
  return citations.slice(0, MAX_LISTED).map(({ url, label }) => {
    const about = { url, label, uses: uses.get(normalAddress(url)) ?? 1 };
    if (!/^https?:/i.test(url) || !isLinkable(url))
      return {
        ...about,
        state: 'invalid',
        words: t('The address is not valid. Write a whole web address.'),
      };
    const place = known.indexOf(normalAddress(url));
    if (place < 0)
      return {
        ...about,
        state: 'unlisted',
        words: t('Not in the list of sources. Add it there to say what it is.'),
      };
    return { ...about, state: 'right', words: t('Source {number}.', { number: place + 1 }) };
  });
}

/** Finds what `story check` warns of in an analysis. */
export const findMistakes = (analysis: string): Mistake[] =>
  lintAnalysis(analysis).map(({ value, rule }) => ({
    text: value.slice(0, MAX_SHOWN),
    rule: plainMistake(rule),
  }));

/** Says what the watch has found of a source, in a sentence or two. */
export function describeObservation(
  t: Translate,
  { kind, at, movedTo, missing, archivedAt }: Observation,
  zone: string,
): string {
  const found = { day: formatDay(dayOf(Date.parse(at), zone), t.tag) };
  const copy =
    archivedAt === null ? '' : ` ${t('There is an archived copy: {address}', { address: archivedAt })}`;
  switch (kind) {
    case 'gone':
      return `${t('The page is gone (found on {day}).', found)}${copy}`;
    case 'moved':
      return movedTo === null
        ? `${t('The page has moved (found on {day}).', found)}${copy}`
        : `${t('The page has moved to {address} (found on {day}).', { ...found, address: movedTo })}${copy}`;
    case 'changed': {
      const words = missing.map((each) => t('“{words}”', { words: each })).join(' ');
      return `${t('The page no longer has the words that are quoted from it (found on {day}): {words}', { ...found, words })}${copy}`;
    }
  }
}

/** Returns the citations with what the watch tells of their sources. An address that is not valid stays that first of all. */
export function withTold(
  t: Translate,
  citations: readonly CheckedCitation[],
  told: readonly Observation[],
  zone: string,
): CheckedCitation[] {
  const byUrl = new Map(told.map((each) => [each.url, each]));
  return citations.map((citation) => {
    const observation = byUrl.get(normalAddress(citation.url));
    if (!observation || citation.state === 'invalid') return citation;
    const words = `${describeObservation(t, observation, zone)} ${citation.words}`;
    return { ...citation, state: observation.kind, words };
  });
}
