import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

// Splits XML into the elements that it has by the thousand, without a tree of all, so that memory stays flat however many there are.

export interface XmlUnit {
  kind: 'unit';
  /** Empty for markup between units that is too large. */
  name: string;
  /** The element as it is written; its beginning if it is too large. */
  xml: string;
  /** How many characters it has in the document. */
  size: number;
  /** The line at which it begins, from 1. */
  line: number;
  /**
   * `whole`; `unclosed`: its end tag or the end of a CDATA section is missing, and the next unit begins; `cut`: the document ends in it;
   * `too large`: more than `MAX_UNIT` characters, or the tags around it have more than `MAX_AROUND`.
   */
  state: 'whole' | 'unclosed' | 'cut' | 'too large';
  /** The tags that open and close the elements around it. */
  before: string;
  after: string;
}

/** A unit; what stands between two, or before the first; or the end. */
export type XmlPart =
  | XmlUnit
  | { kind: 'between'; xml: string; line: number }
  | {
      kind: 'end';
      /** Whether an element around units has its end tag. */
      isWhole: boolean;
      line: number;
      /** The tags that close what is still open. */
      after: string;
    };

interface UnitRules {
  isUnit(name: string): boolean;
  /** Whether a unit that begins in another shows that the end tag of that one is missing. If not, it is a part of it. */
  isUnclosed(open: string, next: string): boolean;
}

/** The most characters of a unit. A text of WordPress fits into 16 MB, MySQL's usual largest packet. */
export const MAX_UNIT = 20_000_000;
/** How much of a unit that is too large is kept, and the most that is kept between two. */
const [MAX_BEGINNING, MAX_BETWEEN] = [65_536, 1_000_000];
/** The most characters of the tags around a unit, and the most elements around it that are known. */
const [MAX_AROUND, MAX_DEPTH] = [20_000, 200];
/** The most characters that are read again because markup ran into the next item. It takes time, however often it does. */
const MAX_REREAD = 50_000_000;
/** How far it is looked for what follows a tag that lacks its `>`. */
const MAX_TAG = 5000;

/**
 * Finds the end of an item in a tag or CDATA section that lacks its own end, so that it runs into the next item; -1 if there is none. It
 * is the `</item>` that the head of an item follows, and in a section, another section: one that quotes a feed has `]]>` in it, which is
 * written as `]]]]><![CDATA[>`.
 */
function endOfRunaway(markup: string): number {
  const isSection = markup.startsWith('<![CDATA[');
  if (isSection && markup.endsWith(']]]]>')) return -1;
  const last = isSection ? markup.lastIndexOf('<![CDATA[') : markup.length;
  for (let at = markup.indexOf('</item>'); at >= 0 && at < last; at = markup.indexOf('</item>', at + 1))
    if (/^<\/item>\s*<item>\s*<title>/.test(markup.slice(at, at + 200))) return at;
  return -1;
}

/** A tag that lacks its `>`, up to the `<` of the next one. */
const BROKEN_TAG = /^<[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*(?=<)/;

class Splitter {
  readonly #rules: UnitRules;
  readonly #parts: XmlPart[] = [];
  /** The text that is kept, and where in the document it begins, as all offsets are. */
  #text = '';
  #start = 0;
  /** Where the last piece of markup or text ends, and where what stands between two units begins. */
  #at = 0;
  #between = 0;
  #tag = { name: '', start: 0 };
  /** The elements that are open around units. */
  readonly #open: { name: string; tag: string }[] = [];
  /** How many of them were open around the last unit. */
  #unitDepth = 1;
  #unit: { name: string; start: number; depth: number; line: number; beginning?: string } | undefined;
  #isInDoctype = false;
  #isWhole = false;
  #tokenizer: Tokenizer;
  /** Where the tokenizer began, and where it has to begin again. */
  #origin = 0;
  #restart: number | undefined;
  #reread = 0;
  #line = 1;
  #counted = 0;

  constructor(rules: UnitRules) {
    this.#rules = rules;
    this.#tokenizer = this.#tokenizerFrom(0);
  }

  /** Adds text, and returns the parts that end in it. */
  add(text: string): XmlPart[] {
    this.#text += text;
    this.#tokenizer.write(text);
    this.#readAgain();
    this.#forget();
    return this.#parts.splice(0);
  }

  end(): XmlPart[] {
    do this.#tokenizer.end();
    while (this.#readAgain());
    const end = this.#start + this.#text.length;
    const isCut = this.#unit !== undefined;
    if (isCut) this.#finish('cut', end);
    else this.#giveBetween(end);
    const isWhole = this.#isWhole && !isCut;
    this.#parts.push({ kind: 'end', isWhole, line: this.#lineAt(end), after: this.#closing() });
    return this.#parts.splice(0);
  }

  #tokenizerFrom(origin: number): Tokenizer {
    this.#origin = origin;
    const read = (_: number, end: number) => {
      this.#at = origin + end;
    };
    const nothing = () => {};
    const callbacks: TokenizerCallbacks = {
      onopentagname: (start, end) => {
        this.#tag = { name: this.#slice(origin + start, origin + end), start: origin + start - 1 };
      },
      onopentagend: (end) => this.#openTag(origin + end + 1, false),
      onselfclosingtag: (end) => this.#openTag(origin + end + 1, true),
      onclosetag: (start, end) => this.#closeTag(origin + start, origin + end),
      oncdata: (start, end) => {
        this.#lookForRunaway(origin + start - '<![CDATA['.length, origin + end + 1);
        this.#at = origin + end + 1;
      },
      ondeclaration: (start, end) => {
        const declaration = this.#slice(origin + start, origin + end);
        if (/^doctype[^[]*\[/i.test(declaration)) this.#isInDoctype = !/\]\s*$/.test(declaration);
        this.#at = origin + end + 1;
      },
      ontext: (_, end) => {
        if (this.#isInDoctype) this.#isInDoctype = !/\]\s*>/.test(this.#slice(this.#at, origin + end));
        this.#at = origin + end;
      },
      oncomment: read,
      onprocessinginstruction: read,
      onattribname: nothing,
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      ontextentity: nothing,
      onend: nothing,
    };
    return new Tokenizer({ xmlMode: true, decodeEntities: false }, callbacks);
  }

  /** Reads again what follows damaged markup, if there was some. */
  #readAgain(): boolean {
    const isAgain = this.#restart !== undefined;
    while (this.#restart !== undefined) {
      this.#tokenizer = this.#tokenizerFrom(this.#restart);
      this.#restart = undefined;
      this.#tokenizer.write(this.#text.slice(this.#origin - this.#start));
    }
    return isAgain;
  }

  #slice(start: number, end: number): string {
    return this.#text.slice(Math.max(0, start - this.#start), Math.max(0, end - this.#start));
  }

  #openTag(end: number, isEmpty: boolean): void {
    const { name, start } = this.#tag;
    this.#at = end;
    if (this.#isInDoctype || this.#lookForRunaway(start, end)) return;
    const tag = this.#slice(start, end);
    if (BROKEN_TAG.test(tag.slice(0, MAX_TAG))) {
      this.#readFrom(start + tag.lastIndexOf('<'));
      return;
    }
    const isUnit = this.#rules.isUnit(name);
    if (isUnit && this.#unit && this.#rules.isUnclosed(this.#unit.name, name))
      this.#finish('unclosed', start);
    if (this.#unit) {
      if (name === this.#unit.name && !isEmpty) this.#unit.depth++;
    } else if (isUnit) {
      this.#giveBetween(start);
      this.#unitDepth = this.#open.length;
      this.#unit = { name, start, depth: 1, line: this.#lineAt(start) };
      if (isEmpty) this.#finish('whole', end);
    } else if (!isEmpty && this.#open.length < MAX_DEPTH)
      this.#open.push({ name, tag: this.#slice(start, end) });
  }

  #closeTag(start: number, nameEnd: number): void {
    // The tokenizer goes on until `>`, without another call.
    const [broken] = BROKEN_TAG.exec(`<${this.#slice(start, start + MAX_TAG)}`) ?? [];
    const name = broken?.slice(1).trimEnd() ?? this.#slice(start, nameEnd);
    this.#at = start + name.length + (broken === undefined ? 1 : 0);
    if (broken !== undefined) {
      const close = this.#text.indexOf('>', start - this.#start);
      this.#readFrom(this.#start + this.#text.lastIndexOf('<', close < 0 ? Infinity : close));
    }
    if (this.#isInDoctype) return;
    if (this.#unit) {
      if (name !== this.#unit.name || --this.#unit.depth > 0) return;
      this.#finish('whole', this.#at, `${this.#slice(this.#unit.start, start)}${name}>`);
      return;
    }
    const last = this.#open.findLastIndex((each) => each.name === name);
    if (last < 0) return;
    this.#open.length = last;
    this.#isWhole ||= last < this.#unitDepth;
  }

  /** Ends an item within markup that runs into the next one. */
  #lookForRunaway(start: number, end: number): boolean {
    if (this.#unit?.name !== 'item' || start <= this.#unit.start || start < this.#start) return false;
    if (this.#reread > MAX_REREAD) return false;
    const at = endOfRunaway(this.#slice(start, end));
    if (at < 0) return false;
    this.#reread += end - start - at;
    this.#readFrom(start + at);
    this.#finish('unclosed', start + at);
    return true;
  }

  /** Makes the tokenizer begin again at an offset. */
  #readFrom(at: number): void {
    this.#tokenizer.pause();
    this.#restart = at;
  }

  #finish(state: XmlUnit['state'], end: number, xml = this.#slice(this.#unit?.start ?? end, end)): void {
    if (!this.#unit) return;
    const { name, start, line, beginning } = this.#unit;
    const size = end - start;
    const around = this.#open.reduce((sum, { tag }) => sum + tag.length, 0);
    const shown =
      size > MAX_UNIT || around > MAX_AROUND
        ? { state: 'too large' as const, xml: beginning ?? xml.slice(0, MAX_BEGINNING) }
        : { state, xml };
    const before = around > MAX_AROUND ? '' : this.#open.map(({ tag }) => tag).join('');
    this.#parts.push({ kind: 'unit', name, line, size, ...shown, before, after: this.#closing() });
    this.#unit = undefined;
    this.#between = end;
  }

  #giveBetween(end: number): void {
    const xml = this.#slice(this.#between, end);
    if (xml.trim() !== '') this.#parts.push({ kind: 'between', xml, line: this.#lineAt(this.#between) });
    this.#between = end;
  }

  /** Returns the tags that close the open elements. */
  #closing(): string {
    return this.#open
      .toReversed()
      .map(({ name }) => `</${name}>`)
      .join('');
  }

  #lineAt(offset: number): number {
    const [from, until] = [this.#counted - this.#start, offset - this.#start];
    for (
      let at = this.#text.indexOf('\n', from);
      at >= 0 && at < until;
      at = this.#text.indexOf('\n', at + 1)
    )
      this.#line++;
    this.#counted = Math.max(this.#counted, offset);
    return this.#line;
  }

  /** Forgets the text that was read, and what is too large. */
  #forget(): void {
    const end = this.#start + this.#text.length;
    if (!this.#unit && this.#at - this.#between > MAX_BETWEEN) this.#giveBetween(this.#at);
    let from = this.#unit?.start ?? this.#between;
    if (end - from > MAX_UNIT) {
      if (this.#unit) this.#unit.beginning ??= this.#slice(from, from + MAX_BEGINNING);
      else {
        this.#unit = { name: '', start: from, depth: 0, line: this.#lineAt(from) };
        this.#finish('cut', end);
        this.#tokenizer = this.#tokenizerFrom(end);
        this.#at = end;
      }
      from = Math.max(this.#at, end - MAX_UNIT);
    }
    if (from <= this.#start) return;
    this.#lineAt(from);
    this.#text = this.#text.slice(from - this.#start);
    this.#start = from;
  }
}

/** Splits XML into its units, what stands between them, and its end. */
export async function* splitXml(chunks: AsyncIterable<string>, rules: UnitRules): AsyncGenerator<XmlPart> {
  const splitter = new Splitter(rules);
  for await (const chunk of chunks) yield* splitter.add(chunk);
  yield* splitter.end();
}
