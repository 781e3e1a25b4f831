// Splits a feed in XML into its entries without a tree of all, so that memory stays flat however many there are.

/** An entry, with the line of the document at which it begins. `before` and `after` are the tags around it, which make it a feed. */
export interface XmlEntry {
  kind: 'entry';
  xml: string;
  before: string;
  after: string;
  line: number;
}

/** An entry; or, at the end, the document without its entries. */
type XmlPart =
  | XmlEntry
  /** An entry, or markup in one, that is longer than any can be: its beginning. */
  | { kind: 'endless'; xml: string; line: number }
  | {
      kind: 'frame';
      xml: string;
      /** Whether the root element ends. */
      isWhole: boolean;
      /** Whether it has a DTD that declares entities. They are not read. */
      declaresEntities: boolean;
    };

/** The most characters of an entry, and of everything outside entries. */
const [MAX_ENTRY, MAX_FRAME] = [20_000_000, 1_000_000];

const TAG = /<(\/?)([A-Za-z_][\w.:-]*)([^>]*?)(\/?)>/y;
const isEntryName = (name: string) => /^(?:\w+:)?(?:item|entry)$/i.test(name);

/** What ends a piece of markup that is no tag; undefined for tags. */
function endOf(text: string, at: number): string | undefined {
  if (text.startsWith('<!--', at)) return '-->';
  if (text.startsWith('<![CDATA[', at)) return ']]>';
  return text.startsWith('<?', at) ? '?>' : undefined;
}

/** Returns where a document type declaration ends, with its subset in brackets; -1 if that is not there yet. */
function endOfDoctype(text: string, at: number): number {
  const subset = text.indexOf('[', at);
  const end = text.indexOf('>', at);
  if (subset < 0 || end < 0 || end < subset) return end < 0 ? -1 : end + 1;
  const [found] = /\]\s*>/.exec(text.slice(subset)) ?? [];
  return found === undefined ? -1 : text.indexOf(found, subset) + found.length;
}

/** Splits a document as it comes. */
class Splitter {
  #text = '';
  #waiting = '';
  #at = 0;
  #line = 1;
  /** The elements that are open, outside entries: their names and their opening tags. */
  readonly #open: { name: string; tag: string }[] = [];
  #frame = '';
  #entry: { name: string; start: number; depth: number; line: number } | undefined;
  #isWhole = false;
  #declaresEntities = false;

  /** Adds text, and returns the entries that end in it. Text waits until there is as much as is left, so that nothing is searched often. */
  add(text: string): XmlPart[] {
    this.#waiting += text;
    return this.#waiting.length < this.#text.length ? [] : this.flush();
  }

  /** Returns the entries that end in the text so far. */
  flush(): XmlPart[] {
    this.#text += this.#waiting;
    this.#waiting = '';
    const parts: XmlPart[] = [];
    for (;;) {
      const next = this.#text.indexOf('<', this.#at);
      if (next < 0) break;
      const end = this.#endOfMarkup(next);
      // A piece of markup that goes on in the next chunk, or never ends.
      if (end < 0) break;
      this.#read(next, end, parts);
    }
    this.#forget(parts);
    return parts;
  }

  /** Returns the document without its entries. */
  end(): XmlPart {
    return {
      kind: 'frame',
      xml: this.#frame + this.#closing(),
      isWhole: this.#isWhole && !this.#entry,
      declaresEntities: this.#declaresEntities,
    };
  }

  #endOfMarkup(at: number): number {
    const text = this.#text;
    // Its first characters tell what it is.
    if (text.length - at < 9 && /^<(!|$)/.test(text.slice(at))) return -1;
    if (/^<!doctype/i.test(text.slice(at, at + 9))) return endOfDoctype(text, at);
    const closing = endOf(text, at) ?? '>';
    const end = text.indexOf(closing, at);
    return end < 0 ? -1 : end + closing.length;
  }

  #read(start: number, end: number, parts: XmlPart[]): void {
    const markup = this.#text.slice(start, end);
    if (!this.#entry) this.#keep(this.#text.slice(this.#at, start));
    this.#at = end;
    TAG.lastIndex = 0;
    const [, slash, name = '', , isEmpty] = TAG.exec(markup) ?? [];
    if (/^<!doctype/i.test(markup)) {
      this.#declaresEntities ||= /<!ENTITY/i.test(markup);
    } else if (name === '') {
      if (!this.#entry) this.#keep(markup);
    } else if (this.#entry) {
      if (name === this.#entry.name && !isEmpty) this.#entry.depth += slash ? -1 : 1;
      if (this.#entry.depth === 0) parts.push(this.#finish(this.#entry, end));
    } else if (!slash && isEntryName(name) && this.#open.length > 0) {
      this.#countLines(start);
      const entry = { name, start, depth: 1, line: this.#line };
      if (isEmpty) parts.push(this.#finish(entry, end));
      else this.#entry = entry;
    } else {
      this.#keep(markup);
      if (!slash && !isEmpty) this.#open.push({ name, tag: markup });
      if (slash) this.#close(name);
    }
  }

  #close(name: string): void {
    const last = this.#open.findLastIndex((each) => each.name === name);
    if (last >= 0) this.#open.length = last;
    this.#isWhole ||= last === 0;
  }

  /** Returns the tags that close the open elements. */
  #closing(): string {
    return this.#open
      .toReversed()
      .map(({ name }) => `</${name}>`)
      .join('');
  }

  /** Ends the entry. */
  #finish({ start, line }: { start: number; line: number }, end: number): XmlPart {
    this.#entry = undefined;
    const entry = this.#text.slice(start, end);
    const before = this.#open.map(({ tag }) => tag).join('');
    return { kind: 'entry', xml: entry, before, after: this.#closing(), line };
  }

  #keep(text: string): void {
    if (this.#frame.length + text.length <= MAX_FRAME) this.#frame += text;
  }

  #counted = 0;
  #countLines(until: number): void {
    for (
      let at = this.#text.indexOf('\n', this.#counted);
      at >= 0 && at < until;
      at = this.#text.indexOf('\n', at + 1)
    )
      this.#line++;
    this.#counted = Math.max(this.#counted, until);
  }

  /** Forgets the text that was read, and gives up an entry or markup that does not end. */
  #forget(parts: XmlPart[]): void {
    const start = this.#entry?.start ?? this.#at;
    if (this.#text.length - start > MAX_ENTRY) {
      this.#countLines(start);
      parts.push({ kind: 'endless', xml: this.#text.slice(start, start + 200), line: this.#line });
      this.#entry = undefined;
      this.#at = this.#text.length;
    }
    const keepFrom = this.#entry?.start ?? this.#at;
    this.#countLines(keepFrom);
    this.#text = this.#text.slice(keepFrom);
    this.#at -= keepFrom;
    this.#counted -= keepFrom;
    if (this.#entry) this.#entry.start = 0;
  }
}

/** Splits a feed in XML into its entries, then gives the document around them. */
export async function* splitXml(chunks: AsyncIterable<string>): AsyncGenerator<XmlPart> {
  const splitter = new Splitter();
  for await (const chunk of chunks) yield* splitter.add(chunk);
  yield* splitter.flush();
  yield splitter.end();
}
