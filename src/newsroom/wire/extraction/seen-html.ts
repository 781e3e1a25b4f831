import {
  backgroundOf,
  findHidingRules,
  type HidingRules,
  hidesByMarkup,
  hidesByStyle,
  parseDeclarations,
} from './hiding.ts';
import { type HtmlToken, htmlTokens } from './html-tokens.ts';

/** A page as a parser gets it: well-formed, within bounds, and without what its readers do not see. */
export interface SeenHtml {
  html: string;
  /** The scripts of type `application/ld+json`, as written. */
  jsonLd: string[];
  /** How many scripts the page has. */
  scripts: number;
  /** How many rules of its style sheets hide something. */
  hidingRules: number;
  /** Whether nothing was left out because the page is too long. */
  isWhole: boolean;
}

/** The deepest element that keeps its tags. */
const MAX_DEPTH = 100;
/** The most tags and characters; the rest of a page is not read. */
const MAX_TAGS = 300_000;
const MAX_CHARACTERS = 2_000_000;
/** How far up an end tag looks for its element. */
const MAX_REACH = 256;
const MAX_HEAD_ELEMENTS = 500;
const MAX_JSON_LD = 50;

const HEAD = new Set(['meta', 'link']);
const VOID = new Set(
  'area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen'.split(
    ' ',
  ),
);
/** Void elements that part text. */
const KEPT_VOID = new Set(['br', 'hr']);
const CELLS = new Set(['td', 'th', 'caption', 'table']);
const TABLE_PARTS = new Set([...CELLS, 'tr', 'thead', 'tbody', 'tfoot']);
const CLOSES_P = new Set(
  `address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
   hgroup hr main menu nav ol p pre section summary table ul li dd dt`.split(/\s+/),
);
/** Which open elements a start tag closes, if they are innermost. */
const CLOSES: Record<string, Set<string>> = {
  li: new Set(['li']),
  dt: new Set(['dt', 'dd']),
  dd: new Set(['dt', 'dd']),
  option: new Set(['option']),
  tr: new Set(['tr', 'td', 'th']),
  td: new Set(['td', 'th']),
  th: new Set(['td', 'th']),
  tbody: new Set(['tbody', 'thead', 'tfoot', 'tr', 'td', 'th']),
  tfoot: new Set(['tbody', 'thead', 'tr', 'td', 'th']),
  a: new Set(['a']),
};
/** Elements that browsers open again when the element around them ends before they do (HTML section 13.2.4.3). */
const FORMATTING = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));
/** Elements within a line, whose tags say nothing of where the main text is. */
const INLINE = new Set(
  `abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb ruby s samp small span strike strong sub
   sup time tt u var`.split(/\s+/),
);
/** Attributes of elements with text that tell main text from the rest, or say who wrote it, and when. */
const KEPT = [
  'class',
  'id',
  'role',
  'itemprop',
  'rel',
  'href',
  'lang',
  'aria-modal',
  'datetime',
  'pubdate',
  'content',
  'title',
];
const KEPT_IN_HEAD = ['name', 'property', 'content', 'http-equiv', 'rel', 'href', 'itemprop'];
/** Marks of notes, and links of an editor of wikis, which are no words of the text; and the reading aids above Asian characters. */
const NO_WORDS = /(^|\s)(reference|mw-editsection|noprint|footnote-ref)(\s|$)/;

interface OpenElement {
  name: string;
  isHidden: boolean;
  isWritten: boolean;
  background: string;
}

/** Whether an element may say who wrote the page, or when. */
const isStatement = (name: string, attributes: ReadonlyMap<string, string>) =>
  name === 'time' ||
  attributes.has('itemprop') ||
  attributes.has('rel') ||
  /by-?line|author|autor|auteur|date|publi|posted|datum|fecha|writer|vcard|meta|time/i.test(
    `${attributes.get('class')} ${attributes.get('id')}`,
  );

const escapeValue = (value: string) => value.replace(/"/g, '&quot;').replace(/</g, '&lt;');

function startTag(name: string, attributes: ReadonlyMap<string, string>, kept: readonly string[]): string {
  const written = kept
    .filter((key) => attributes.has(key))
    .map((key) => ` ${key}="${escapeValue(attributes.get(key) ?? '')}"`);
  return `<${name}${written.join('')}>`;
}

/** Writes a page again, element by element. */
class SeenWriter {
  readonly jsonLd: string[] = [];
  scripts = 0;
  readonly #rules: HidingRules;
  readonly #head: string[] = [];
  readonly #body: string[] = [];
  readonly #open: OpenElement[] = [];
  /** Hidden formatting elements that the end of another element closed. Browsers open them again, so what follows is hidden. */
  readonly #reopened: string[] = [];
  #language = '';
  #hasTitle = false;
  readonly #maxElements: number;
  #tags = 0;
  #elements = 0;
  /** How many paragraphs are open. */
  #paragraphs = 0;
  #characters = 0;
  #written = 0;

  constructor(rules: HidingRules, maxElements: number) {
    this.#rules = rules;
    this.#maxElements = maxElements;
  }

  get isFull(): boolean {
    const isLong = this.#tags >= MAX_TAGS || this.#characters >= MAX_CHARACTERS;
    return isLong || this.#elements >= this.#maxElements;
  }

  get html(): string {
    while (this.#open.length > 0) this.#pop();
    const language = this.#language && ` lang="${escapeValue(this.#language)}"`;
    return `<!doctype html><html${language}><head>${this.#head.join('')}</head><body>${this.#body.join('')}</body></html>`;
  }

  add(token: HtmlToken): void {
    this.#tags++;
    if (token.kind === 'text') this.#addText(token.text);
    else if (token.kind === 'close') this.#close(token.name);
    else if (token.kind === 'raw') this.#addRaw(token);
    else this.#addElement(token.name, token.attributes);
  }

  get #isHidden(): boolean {
    return this.#reopened.length > 0 || (this.#open.at(-1)?.isHidden ?? false);
  }

  #addText(text: string): void {
    if (this.#isHidden) return;
    let end = Math.min(text.length, MAX_CHARACTERS - this.#characters);
    // The parser makes a node of each reference and of each text between two.
    for (let at = text.indexOf('&'); at >= 0 && at < end; at = text.indexOf('&', at + 1)) {
      this.#elements++;
      if (this.isFull) end = at;
    }
    const kept = text.slice(0, end).replaceAll('\0', '');
    this.#characters += kept.length;
    this.#body.push(kept);
  }

  #addRaw({ name, attributes, text }: HtmlToken & { kind: 'raw' }): void {
    if (name === 'script') this.scripts++;
    const type = attributes.get('type')?.trim().toLowerCase() ?? '';
    const isData = name === 'script' && /^application\/ld\+json\b/.test(type);
    if (isData && this.jsonLd.length < MAX_JSON_LD) this.jsonLd.push(text);
    if (name === 'title' && !this.#hasTitle && !this.#isHidden) {
      this.#hasTitle = true;
      this.#head.push(`<title>${text.slice(0, 2000).replaceAll('<', '&lt;')}</title>`);
    }
  }

  #addElement(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'html') this.#language ||= attributes.get('lang') ?? attributes.get('xml:lang') ?? '';
    if (name === 'html' || name === 'head') return;
    if (HEAD.has(name)) {
      if (this.#head.length < MAX_HEAD_ELEMENTS) this.#head.push(startTag(name, attributes, KEPT_IN_HEAD));
      return;
    }
    this.#closeImplied(name);
    if (VOID.has(name)) {
      if (!KEPT_VOID.has(name) || this.#isHidden) return;
      this.#body.push(`<${name}>`);
      this.#elements++;
      return;
    }
    const around = this.#open.at(-1)?.background ?? '#ffffff';
    const style = parseDeclarations(attributes.get('style') ?? '');
    const isHidden =
      this.#isHidden ||
      hidesByMarkup(name, attributes, this.#rules) ||
      (attributes.has('style') && hidesByStyle(style, around)) ||
      (name === 'font' &&
        hidesByStyle(
          new Map([['color', attributes.get('color')?.trim().toLowerCase() ?? 'inherit']]),
          around,
        )) ||
      name === 'rt' ||
      NO_WORDS.test(attributes.get('class') ?? '');
    const hasName = /^[a-z][a-z0-9-]*$/.test(name) && name !== 'body';
    const isInline = INLINE.has(name) && !isStatement(name, attributes);
    const isWritten = !isHidden && hasName && !isInline && this.#written < MAX_DEPTH;
    this.#open.push({ name, isHidden, isWritten, background: backgroundOf(style, around) });
    if (name === 'p') this.#paragraphs++;
    if (isWritten) {
      this.#elements++;
      this.#written++;
      this.#body.push(startTag(name, attributes, KEPT));
    } else if (!isHidden && !isInline) this.#body.push(' ');
  }

  /** Closes the elements that a start tag ends without end tags of their own. */
  #closeImplied(name: string): void {
    if (FORMATTING.has(name)) this.#endReopened(name);
    if (this.#paragraphs > 0 && CLOSES_P.has(name)) {
      const limit = Math.max(0, this.#open.length - MAX_REACH);
      for (let at = this.#open.length - 1; at >= limit; at--) {
        const open = this.#open[at]?.name ?? '';
        if (CELLS.has(open) || open === 'button') break;
        if (open !== 'p') continue;
        this.#popTo(at);
        break;
      }
    }
    const closes = CLOSES[name];
    while (closes?.has(this.#open.at(-1)?.name ?? '')) this.#pop();
  }

  #close(name: string): void {
    if (name === 'br') this.#addElement('br', new Map());
    const limit = Math.max(0, this.#open.length - MAX_REACH);
    for (let at = this.#open.length - 1; at >= limit; at--) {
      const open = this.#open[at]?.name ?? '';
      if (open === name) {
        this.#popTo(at);
        return;
      }
      if (CELLS.has(open) && !TABLE_PARTS.has(name)) break;
    }
    this.#endReopened(name);
  }

  #endReopened(name: string): void {
    const at = this.#reopened.lastIndexOf(name);
    if (at >= 0) this.#reopened.splice(at, 1);
  }

  #popTo(depth: number): void {
    while (this.#open.length > depth + 1) {
      const { name, isHidden } = this.#open.at(-1) ?? { name: '', isHidden: false };
      const isOwn = isHidden && !(this.#open.at(-2)?.isHidden ?? false);
      if (isOwn && FORMATTING.has(name) && this.#reopened.length < MAX_REACH) this.#reopened.push(name);
      this.#pop();
    }
    this.#pop();
  }

  #pop(): void {
    const element = this.#open.pop();
    if (element?.name === 'p') this.#paragraphs--;
    if (!element?.isWritten) return;
    this.#written--;
    this.#body.push(`</${element.name}>`);
  }
}

/**
 * Writes HTML again so that a parser reads it in bounded time, without what the page's readers do not see: comments, scripts, fallbacks,
 * attributes without meaning here, and elements that are hidden by attributes, by their own style, by the page's own style sheets
 * or by the names of well-known ones. A style sheet in another file is not known. What comes after the most elements is left out.
 * `believesStyles` says whether the page's own style sheets count.
 */
export function writeSeen(
  html: string,
  maxElements: number,
  { believesStyles } = { believesStyles: true },
): SeenHtml {
  const rules = findHidingRules(believesStyles ? styleSheetsOf(html) : []);
  const writer = new SeenWriter(rules, maxElements);
  for (const token of htmlTokens(html)) {
    writer.add(token);
    if (writer.isFull) break;
  }
  return {
    html: writer.html,
    jsonLd: writer.jsonLd,
    scripts: writer.scripts,
    hidingRules: rules.selectors.length,
    isWhole: !writer.isFull,
  };
}

function styleSheetsOf(html: string): string[] {
  if (!/<style/i.test(html)) return [];
  const sheets: string[] = [];
  let tags = 0;
  for (const token of htmlTokens(html)) {
    if (token.kind === 'raw' && token.name === 'style') sheets.push(token.text);
    if (++tags >= MAX_TAGS) break;
  }
  return sheets;
}
