import { toPrintable } from '../../../lib/characters.ts';
import { webUrl } from '../../../story/fields.ts';
import type { Loss, OldPost } from '../old-site.ts';
import type { ConvertedCitation, PlanContext } from './context.ts';
import type { Note } from './note.ts';

export interface ConvertedText {
  markdown: string;
  citations: readonly ConvertedCitation[];
}

/** Makes Markdown of the text of a post. Text that cannot be read becomes no text, and a loss says why. */
export function convertPost(
  { content, place }: OldPost,
  { convert, pictureAt }: PlanContext,
  losses: Loss[],
): ConvertedText {
  const { markdown, citations, losses: found } = convert(content, { place, pictureAt });
  // Of pictures, the step that brings them says more: why one is missing.
  losses.push(...found.filter(({ kind }) => kind !== 'picture'));
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
