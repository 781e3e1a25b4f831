/** What a text may have at most. */
export interface TextLimits {
  /** Its UTF-8 as JSON writes it, without the quotes around it. */
  bytes: number;
  /** What readers take for characters (UAX #29). */
  graphemes?: number;
}

const ELLIPSIS = '…';
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const encoder = new TextEncoder();
const sizeOf = (text: string) => encoder.encode(JSON.stringify(text)).byteLength - 2;

/** Returns a text that is within the limits: unchanged, or cut between two graphemes, with an ellipsis at its end. */
export function cutText(text: string, { bytes, graphemes = Number.POSITIVE_INFINITY }: TextLimits): string {
  // A UTF-16 unit takes at most six bytes (\u001f), and no grapheme is shorter than one.
  if (text.length * 6 <= bytes && text.length <= graphemes) return text;
  const room = bytes - sizeOf(ELLIPSIS);
  let [count, size, end] = [0, 0, 0];
  for (const { segment, index } of segmenter.segment(text)) {
    count++;
    size += sizeOf(segment);
    // Where the text would be cut if the rest did not fit.
    if (count < graphemes && size <= room) end = index + segment.length;
    if (count > graphemes || size > bytes) return `${text.slice(0, end).trimEnd()}${ELLIPSIS}`;
  }
  return text;
}
