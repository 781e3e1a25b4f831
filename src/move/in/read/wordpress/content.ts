import { shorten } from '../../line.ts';
import type { OldPicture } from '../../old-site.ts';
import type { Archive } from './archive.ts';
import type { Item, OnLoss } from './item.ts';

/** How deep patterns may be in patterns, and how long a text may become by them. */
const [MAX_DEPTH, MAX_LENGTH] = [10, 20_000_000];
/** The most attachments that are looked up for a text. */
const MAX_ATTACHMENTS = 5000;

/** WordPress escapes `<` and `>` in a block's attributes. */
const PATTERN = /<!--\s+wp:(?:core\/)?block\s+(\{[^<>]*\})\s+\/-->/g;

/** What a synced pattern's place says: which one, and whether it has words of its own there. */
function parseReference(json: string): { ref: string; content: unknown } | undefined {
  try {
    const { ref, content } = JSON.parse(json);
    return Number.isInteger(ref) ? { ref: String(ref), content } : undefined;
  } catch {
    return undefined;
  }
}

/** Puts synced patterns (`wp_block`), which stand in a text by number, into it. Every other byte stays. */
export function withPatterns(text: string, archive: Archive, onLoss: OnLoss, within: string[] = []): string {
  if (!text.includes('block')) return text;
  let length = text.length;
  return text.replace(PATTERN, (comment, json: string) => {
    const reference = parseReference(json);
    const content = reference && archive.block(reference.ref);
    if (!reference || content == null) {
      const why = content === null ? 'which is not public' : 'which is not in the export';
      onLoss('pattern', `${shorten(comment, 150)}, ${why}`, 'left out');
      return comment;
    }
    if (
      within.includes(reference.ref) ||
      within.length >= MAX_DEPTH ||
      length + content.length > MAX_LENGTH
    ) {
      onLoss('pattern', `${shorten(comment, 150)}, a pattern that holds itself`, 'left out');
      return comment;
    }
    if (reference.content)
      onLoss(
        'pattern',
        `words of its own: ${shorten(JSON.stringify(reference.content), 150)}`,
        "the pattern's words",
      );
    length += content.length;
    return withPatterns(content, archive, onLoss, [...within, reference.ref]);
  });
}

/** Writes into a gallery that names no pictures which ones it shows: those that were uploaded to the post, in their order. */
export function withGalleries(text: string, ids: () => readonly string[]): string {
  return text.replace(
    /(\[?)\[gallery(\s[^\][]{0,5000})?\]/g,
    (shortcode, bracket: string, attributes = '') => {
      // Two brackets stand for the letters of the shortcode.
      if (bracket || /\s(ids|include|id)\s*=/.test(attributes)) return shortcode;
      const all = ids();
      return all.length > 0 ? `[gallery${attributes.trimEnd()} ids="${all.join(',')}"]` : shortcode;
    },
  );
}

/** Where a text names attachments by number: classes and attributes of pictures, blocks, shortcodes. */
const NAMED = [
  /\b(?:wp-image|attachment)[-_](\d{1,18})\b/g,
  /\b(?:data-id|data-attachment-id|data-media-id)=["'](\d{1,18})["']/g,
  /[?&]attachment_id=(\d{1,18})\b/g,
];
/** Those whose every number may be one. */
const NUMBERED = [/<!--\s+wp:[^<>]*>/g, /\[[a-z][\w-]{0,50}\s[^\][]{1,5000}\]/g];

/** Finds the attachments that a text names, by their numbers. */
export function attachmentsIn(text: string, archive: Archive): Record<string, OldPicture> {
  const ids = new Set<string>();
  for (const pattern of NAMED) for (const [, id] of text.matchAll(pattern)) if (id) ids.add(id);
  for (const pattern of NUMBERED)
    for (const [passage] of text.matchAll(pattern))
      for (const [id] of passage.matchAll(/\b\d{1,18}\b/g)) ids.add(id);
  const found: Record<string, OldPicture> = {};
  for (const id of [...ids].slice(0, MAX_ATTACHMENTS)) {
    const attachment = archive.attachment(id);
    if (attachment) found[id] = pictureOf(attachment);
  }
  return found;
}

export const pictureOf = ({ url, alt, caption, credit }: OldPicture): OldPicture => ({
  url,
  alt,
  caption,
  credit,
});

/** Reads the footnotes that WordPress 6.3 and later keep beside the text: JSON, `[{"id": "…", "content": "HTML"}]`. */
export function footnotesOf(item: Item, onLoss: OnLoss): Record<string, string> | undefined {
  const json = item.meta.get('footnotes')?.[0];
  if (!json?.trim() || json.trim() === '[]') return undefined;
  try {
    const notes: Record<string, string> = {};
    for (const { id, content } of JSON.parse(json)) {
      if (typeof id !== 'string' || typeof content !== 'string') throw new TypeError('no footnote');
      notes[id] = content;
    }
    return notes;
  } catch {
    onLoss('footnote', `footnotes that cannot be read: ${shorten(json, 150)}`, 'left out');
    return undefined;
  }
}

/** The end of a picture's address in a smaller size, `a-300x200.jpg`, as it is in the folder of uploads. */
const SIZE = /-\d{1,5}x\d{1,5}(\.(?:jpe?g|png|gif|webp|avif))\b/gi;
const MAX_ADDRESS = 1000;

/** Finds pictures of the old site that a text shows in a smaller size than they were uploaded in: each with the address of the upload. */
export function sizedPictures(text: string, archive: Archive): [sized: string, upload: string][] {
  const found = new Map<string, string>();
  for (const { 0: size, 1: extension = '', index } of text.matchAll(SIZE)) {
    const before = text.slice(Math.max(0, index - MAX_ADDRESS), index);
    const name = /https?:\/\/[^\s"'<>()[\]\\,]*$/.exec(before)?.[0];
    if (name === undefined || found.has(name + size) || archive.file(name + size) !== undefined) continue;
    // What is larger than 2,560 pixels is kept as `a-scaled.jpg`, and its other sizes are named after the original.
    const upload = archive.file(name + extension) ?? archive.file(`${name}-scaled${extension}`);
    if (upload !== undefined) found.set(name + size, upload);
  }
  return [...found];
}
