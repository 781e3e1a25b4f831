/** An element of the channel, as its bytes in UTF-8: those that an export may hold by the thousand. */
export interface Unit {
  name: UnitName;
  bytes: Buffer;
  /** The line at which it begins, from 1. */
  line: number;
  /**
   * `whole`; `unclosed`: its end tag or the end of a CDATA section is missing, and the next element begins; `cut`: the file ends in it;
   * `too large`: more than `MAX_UNIT_BYTES`, of which `bytes` has the beginning.
   */
  state: 'whole' | 'unclosed' | 'cut' | 'too large';
  /** How many bytes it has in the file. */
  size: number;
}

/** What a part of an export consists of: what comes before the first unit, the units, and whether the file ends as it should. */
export type Piece =
  | { kind: 'head'; bytes: Buffer }
  | { kind: 'unit'; unit: Unit }
  | { kind: 'end'; isWhole: boolean; line: number };

/** `wp:wp_author` is what WordPress.com wrote for some years. */
const UNIT_NAMES = ['item', 'wp:author', 'wp:wp_author', 'wp:category', 'wp:tag', 'wp:term'] as const;
type UnitName = (typeof UNIT_NAMES)[number];

/** The most bytes of a post. A text of WordPress fits into 16 MB, MySQL's usual largest packet. */
export const MAX_UNIT_BYTES = 20_000_000;
/** How much before the first unit is kept, and of a unit that is too large. */
const [HEAD_BYTES, KEPT_BYTES] = [262_144, 65_536];
/** Longer than any tag that has to be recognized. */
const TAG_BYTES = 16;

/** Whether a text is a tag of this name, and not of a longer one. */
const isTag = (text: string, start: string) =>
  text.startsWith(start) && /[\s>]/.test(text[start.length] ?? '');

/** What is skipped outside units, with what ends it. */
const SKIPPED = [
  ['<!--', '-->'],
  ['<?', '?>'],
] as const;

/**
 * Finds the end of an item whose CDATA section lacks its end, so that the section runs into the next item. The end is the `</item>`
 * that the head of an item follows, with a CDATA section of its own. WordPress writes `]]>` in a text as `]]]]><![CDATA[>`, so that
 * a post that quotes a feed with CDATA sections is not taken for a damaged one.
 */
function endOfRunaway(section: Buffer): number {
  if (section.toString('latin1', section.length - 2) === ']]') return -1;
  const nested = section.lastIndexOf('<![CDATA[');
  for (let at = section.indexOf('</item>'); at >= 0 && at < nested; at = section.indexOf('</item>', at + 1))
    if (/^<\/item>\s*<item>\s*<title>/.test(section.toString('latin1', at, at + 200))) return at;
  return -1;
}

/** Splits an export in UTF-8 into its units. Keeps one unit in memory. */
export async function* splitUnits(chunks: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  let buffer: Buffer = Buffer.alloc(0);
  /** Until where it is looked through, and until where its line breaks are counted in `line`. */
  let at = 0;
  let counted = 0;
  let line = 1;
  /** What is skipped now, or the section that is being read: what ends it, and where it began. */
  let section: { end: string; start: number } | undefined;
  let unit: { name: UnitName; start: number; line: number; dropped: number; kept?: Buffer } | undefined;
  let isHeadOut = false;
  let isWhole = false;

  const lineAt = (position: number) => {
    for (
      let next = buffer.indexOf(10, counted);
      next >= 0 && next < position;
      next = buffer.indexOf(10, next + 1)
    )
      line++;
    counted = Math.max(counted, position);
    return line;
  };
  function* finish(state: Unit['state'], end: number): Generator<Piece> {
    if (!unit) return;
    const { name, start, dropped, line: begun } = unit;
    const size = dropped + end - start;
    const kept =
      size > MAX_UNIT_BYTES ? (unit.kept ?? buffer.subarray(start, start + KEPT_BYTES)) : undefined;
    const bytes = kept ?? buffer.subarray(start, end);
    yield { kind: 'unit', unit: { name, bytes, line: begun, state: kept ? 'too large' : state, size } };
    unit = undefined;
  }
  function* begin(name: UnitName): Generator<Piece> {
    if (!isHeadOut) yield { kind: 'head', bytes: buffer.subarray(0, Math.min(at, HEAD_BYTES)) };
    isHeadOut = true;
    unit = { name, start: at, line: lineAt(at), dropped: 0 };
    at += name.length + 1;
  }

  /** Looks through the buffer until more is needed; `isLast`: until its end. */
  function* scan(isLast: boolean): Generator<Piece> {
    while (true) {
      if (section) {
        const end = buffer.indexOf(section.end, at);
        if (end < 0) {
          at = Math.max(at, buffer.length - section.end.length + 1);
          return;
        }
        const { start } = section;
        const mayRunAway = section.end === ']]>' && unit?.name === 'item' && start >= unit.start;
        const runaway = mayRunAway ? endOfRunaway(buffer.subarray(start, end)) : -1;
        section = undefined;
        at = runaway < 0 ? end + 1 : start + runaway + 1;
        if (runaway >= 0) yield* finish('unclosed', start + runaway);
        continue;
      }
      const tag = buffer.indexOf('<', at);
      at = tag < 0 ? buffer.length : tag;
      if (tag < 0 || (buffer.length - at < TAG_BYTES && !isLast)) return;
      const ahead = buffer.toString('latin1', at, at + TAG_BYTES);
      const skipped = unit ? undefined : SKIPPED.find(([start]) => ahead.startsWith(start));
      if (ahead.startsWith('<![CDATA[')) {
        section = { end: ']]>', start: at };
        at += 9;
      } else if (skipped) {
        section = { end: skipped[1], start: at };
        at += skipped[0].length;
      } else if (!unit && ahead.startsWith('<!DOCTYPE')) {
        const end = buffer.indexOf('>', at);
        const subset = buffer.subarray(at, end < 0 ? buffer.length : end).indexOf('[');
        section = { end: subset < 0 ? '>' : ']>', start: at };
        at += 9;
      } else if (ahead.startsWith('</')) {
        const names = unit ? [unit.name] : ['rss', 'channel'];
        if (names.some((name) => isTag(ahead, `</${name}`))) {
          const end = buffer.indexOf('>', at);
          if (end < 0 && !isLast) return;
          at = end < 0 ? buffer.length : end + 1;
          if (unit) yield* finish(end < 0 ? 'cut' : 'whole', at);
          else isWhole = true;
        } else at += 2;
      } else {
        const name = UNIT_NAMES.find((each) => isTag(ahead, `<${each}`));
        // An item holds no units. One in an item is that of a foreign element, and means nothing.
        if (name && (!unit || name === 'item' || unit.name !== 'item')) {
          yield* finish('unclosed', at);
          yield* begin(name);
        } else at++;
      }
    }
  }

  /** Forgets what is read, and of a unit that is too large all but its beginning. */
  function* forget(): Generator<Piece> {
    if (!isHeadOut && at > HEAD_BYTES) {
      yield { kind: 'head', bytes: buffer.subarray(0, HEAD_BYTES) };
      isHeadOut = true;
    }
    if (!isHeadOut) return;
    if (unit && at - unit.start > MAX_UNIT_BYTES)
      unit.kept = Buffer.from(buffer.subarray(unit.start, unit.start + KEPT_BYTES));
    if (unit?.kept) {
      unit.dropped += at - unit.start;
      unit.start = at;
    }
    const from = unit?.start ?? at;
    lineAt(from);
    buffer = buffer.subarray(from);
    at -= from;
    counted -= from;
    if (section) section.start -= from;
    if (unit) unit.start -= from;
  }

  for await (const chunk of chunks) {
    buffer = buffer.length > 0 ? Buffer.concat([buffer, chunk]) : chunk;
    yield* scan(false);
    yield* forget();
  }
  yield* scan(true);
  yield* finish('cut', buffer.length);
  if (!isHeadOut) yield { kind: 'head', bytes: buffer.subarray(0, HEAD_BYTES) };
  yield { kind: 'end', isWhole, line: lineAt(buffer.length) };
}
