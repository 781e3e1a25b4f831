import { formatCount } from '../../../cli/format.ts';
import { toPrintable } from '../../../lib/characters.ts';
import { webUrl } from '../../../site/story/fields.ts';
import { shorten } from '../line.ts';
import type { Loss, OldPost, OldText } from '../old-site.ts';
import type { ConvertedCitation, PlanContext } from './context.ts';
import { findMissingWords } from './missing-words.ts';
import type { Note } from './note.ts';

export interface ConvertedText {
  markdown: string;
  citations: readonly ConvertedCitation[];
}

/** The most passages of a post that the report quotes. */
const MAX_PASSAGES = 20;

/** Says which words of the old text are not in the new one, nor in what the report says else. */
function missingWords(
  content: OldText,
  markdown: string,
  elsewhere: readonly string[],
): Pick<Loss, 'kind' | 'was' | 'now'>[] {
  const passages = findMissingWords(content, markdown, elsewhere);
  const said = (words: number) =>
    `missing: ${formatCount(words, 'word')}. Compare the story with the old page`;
  const quoted = passages.slice(0, MAX_PASSAGES);
  const rest = passages.slice(MAX_PASSAGES);
  const lines = quoted.map(({ text, words }) => ({
    kind: 'words' as const,
    was: shorten(text),
    now: said(words),
  }));
  if (rest.length === 0) return lines;
  const words = rest.reduce((sum, passage) => sum + passage.words, 0);
  return [...lines, { kind: 'words', was: formatCount(rest.length, 'more passage'), now: said(words) }];
}

/** Makes Markdown of the text of a post. Text that cannot be read becomes no text, and a loss says why. */
export function convertPost(
  { content, place }: OldPost,
  { convert, pictureAt }: PlanContext,
  losses: Loss[],
): ConvertedText {
  const { markdown, citations, losses: found, reported } = convert(content, { place, pictureAt });
  // Of pictures, the step that brings them says more: why one is missing.
  losses.push(...found.filter(({ kind }) => kind !== 'picture'));
  losses.push(
    ...missingWords(content, markdown, [
      ...citations.flatMap(({ url, name }) => [url, name ?? '']),
      ...reported,
    ]).map((loss) => ({ place, ...loss })),
  );
  const printable = toPrintable(markdown);
  if (printable !== markdown)
    losses.push({
      place,
      kind: 'character',
      was: 'characters that no document may contain',
      now: 'U+FFFD, the sign for an unknown character',
    });
  return { markdown: printable.trim() === '' ? '' : `${printable.trim()}\n`, citations };
}

const hostOf = (url: string) => URL.parse(url)?.hostname.replace(/^www\./, '') ?? '';

/** Returns a web address as the URL standard writes it; undefined if it is none. */
function webAddress(text: string | null | undefined): string | undefined {
  const href = URL.parse(text ?? '')?.href;
  return href !== undefined && webUrl.safeParse(href).success ? href : undefined;
}

/** Escapes what would end the text of a link. */
const linkText = (text: string) => text.replace(/[\\[\]]/g, '\\$&');

/**
 * Adds to a text what its post says of itself and a story has no field for: a link to the featured picture if that did not move in (a loss of its own), before
 * the text, and a citation of the place where it was first published, after it.
 */
export function addSources(
  { picture, canonical, addresses }: OldPost,
  markdown: string,
  { hasImage, context, note }: { hasImage: boolean; context: PlanContext; note: Note },
): string {
  const parts = [markdown];
  const pictureUrl = webAddress(picture?.url);
  if (picture && pictureUrl !== undefined && !hasImage) {
    const text = picture.caption ?? picture.alt ?? hostOf(pictureUrl);
    parts.unshift(`[${linkText(text.replace(/\s+/g, ' '))}](<${pictureUrl}>)\n`);
  }
  const first = webAddress(canonical);
  const own = new Set([context.oldUrl ?? '', ...addresses].map(hostOf));
  if (first !== undefined && !own.has(hostOf(first))) {
    parts.push(`([${linkText(hostOf(first))}](<${first}>))\n`);
    note('canonical', `first published at ${first}`, 'a citation of it, after the text');
  }
  return parts.filter((part) => part !== '').join('\n');
}
