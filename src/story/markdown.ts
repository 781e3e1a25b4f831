import MarkdownIt, { type MarkdownIt as MarkdownParser, type StateCore, type Token } from 'markdown-it';
import { isXmlText } from '../lib/characters.ts';
import { CITATION_MARK, type CitationUse, markCitations, numberCitations } from './citations.ts';
import { findLost, keepDefinitions } from './lost.ts';
import { SOURCE_LIMIT } from './story.ts';
import { canonicalUrl, webUrl } from './text.ts';

/** The deepest nesting (lists, quotes, emphasis) that an analysis may have. */
const NESTING_LIMIT = 50;
/** The most characters of HTML that the text itself may give: 59 such stories still fit one KV value. */
const HTML_LIMIT = 300_000;

const isWeb = (url: string) => /^https?:\/\//i.test(url);
const isWebOrMail = (url: string) => (isWeb(url) ? webUrl.safeParse(url).success : /^mailto:/i.test(url));

/** Nothing on a page is fetched from elsewhere: a picture in the text becomes a link to it. */
function renderImage(tokens: Token[], index: number): string {
  const token = tokens[index] as Token;
  const { escapeHtml } = strict.utils;
  const url = String(token.attrGet('src') ?? '');
  const title = String(token.attrGet('title') ?? '');
  const text = escapeHtml(
    strict.renderer.renderInlineAsText(token.children ?? [], strict.options, {}) || url,
  );
  let before = index - 1;
  while (before >= 0 && !tokens[before]?.type.startsWith('link_')) before--;
  if (tokens[before]?.type === 'link_open') return text;
  return `<a href="${escapeHtml(url)}"${title ? ` title="${escapeHtml(title)}"` : ''}>${text}</a>`;
}

/** HTML has no link within a link: what stands within one is its text. */
function unnestLinks({ tokens }: StateCore): void {
  for (const block of tokens) {
    let depth = 0;
    block.children =
      block.children?.filter(({ type }) => {
        if (type === 'link_open') return ++depth === 1;
        return type !== 'link_close' || --depth === 0;
      }) ?? null;
  }
}

/**
 * Puts the headings of the text below the page's h1, the headline, and its h2 "Analysis". The first is an h3 whatever level the
 * author gave it, and each is at most one below the one before it, so that the outline skips no level.
 */
function rebaseHeadings({ tokens }: StateCore): void {
  /** The author's levels of the headings that the current one stands under. */
  const above: string[] = [];
  for (const heading of tokens) {
    if (heading.type === 'heading_open') {
      while (above.length > 0 && (above.at(-1) as string) >= heading.tag) above.pop();
      above.push(heading.tag);
    }
    if (heading.type.startsWith('heading_')) heading.tag = `h${Math.min(above.length + 2, 6)}`;
  }
}

/**
 * `html: false`: markup in the text is text. Beyond `maxNesting` markdown-it drops text, so it lies well above the depth
 * that an analysis may have.
 */
function createMarkdown(): MarkdownParser {
  const markdown = new MarkdownIt('default', { html: false, maxNesting: NESTING_LIMIT * 2 });
  const { normalizeLink } = markdown;
  // As the record's URLs are compared, so that a citation is known by its URL however it is written.
  markdown.normalizeLink = (url) => {
    if (!isWeb(url)) return normalizeLink(url);
    // What the URL standard leaves out of an address is encoded first, so that it stays.
    const whole = url.replace(/[\t\n\f\r]/g, encodeURIComponent);
    return URL.canParse(whole) ? canonicalUrl(whole) : normalizeLink(url);
  };
  // An address that is its own text stays as it was written.
  markdown.normalizeLinkText = (url) => url;
  markdown.core.ruler.before('strip_references', 'definitions', keepDefinitions);
  markdown.core.ruler.before('text_join', 'unnest', unnestLinks);
  markdown.core.ruler.before('text_join', 'citations', markCitations);
  markdown.core.ruler.push('headings', rebaseHeadings);
  return markdown;
}

/** Turns a link that is not absolute http(s) or mailto back into the text that it was written as. */
const strict = createMarkdown();
strict.validateLink = isWebOrMail;
strict.renderer.rules.image = renderImage;
strict.renderer.rules.link_open = (tokens, index, _options, env) => {
  const token = tokens[index] as Token;
  const { escapeHtml } = strict.utils;
  const href = String(token.attrGet('href') ?? '');
  // `[text]()` never meets validateLink; a link to nowhere is no link.
  if (!href) return '<a>';
  const title = token.attrGet('title');
  const { citationHref } = env as unknown as RenderEnvironment;
  const url = (token.meta as { isCitation?: boolean } | null)?.isCitation ? citationHref(href) : href;
  return `<a href="${escapeHtml(url)}"${title ? ` title="${escapeHtml(String(title))}"` : ''}>`;
};
// An alignment would be a style attribute, which neither the page's policy nor a feed reader allows.
strict.renderer.rules.td_open = () => '<td>';
strict.renderer.rules.th_open = () => '<th>';
strict.renderer.rules[CITATION_MARK] = (tokens, index, _options, env) =>
  (env as unknown as RenderEnvironment).mark(tokens[index]?.meta as unknown as CitationUse);

/** Takes every link for one, so that the wrong ones can be named. Nothing is rendered from what it parses. */
const lenient = createMarkdown();
lenient.validateLink = () => true;

/** HTML for the place where a citation's number may stand. */
export type CitationMark = (use: CitationUse) => string;

interface RenderEnvironment {
  mark: CitationMark;
  citationHref: (url: string) => string;
}

/** The analysis as a stream of tokens, its citations marked; no link in it but http(s) and mailto. */
export const parseMarkdown = (text: string): Token[] => strict.parse(text, {});

/** HTML of the tokens, with `mark` for each of the citations in them, whose links lead where `citationHref` says. */
export const tokensToHtml = (
  tokens: Token[],
  mark: CitationMark,
  citationHref: (url: string) => string,
): string =>
  strict.renderer.render(tokens, strict.options, { mark, citationHref } satisfies RenderEnvironment);

/** Characters of HTML that links take beside their text; of the many uses of one address each counts. */
export function linkLength(
  tokens: Token[],
  mark: CitationMark,
  citationHref: (url: string) => string,
): number {
  const lengths = new Map<string, number>();
  const lengthOf = (text: string) => {
    const length = lengths.get(text) ?? strict.utils.escapeHtml(text).length;
    lengths.set(text, length);
    return length;
  };
  let length = 0;
  for (const { type, meta, attrs } of tokens.flatMap(({ children }) => children ?? [])) {
    if (type === CITATION_MARK) length += mark(meta as unknown as CitationUse).length;
    const isCitation = (meta as { isCitation?: boolean } | null)?.isCitation;
    for (const [name, value] of attrs ?? []) {
      length += lengthOf(isCitation && name === 'href' ? citationHref(String(value)) : String(value));
    }
  }
  return length;
}

/** What Markdown could not carry to a reader intact; `line` counts from 1 within the text. */
export interface MarkdownFault {
  line: number;
  value?: string;
  rule: string;
}

const hasText = (tokens: readonly Token[]) =>
  tokens.some(
    ({ type, content, children }) => /\S/.test(content) || type === 'image' || (children?.length ?? 0) > 0,
  );

/** What a token shows beside its children. */
const shownBy = ({ content, attrs, children }: Token) =>
  [children ? '' : content, ...(attrs ?? []).map(([, value]) => value)].join(' ');

function linkFaults(children: readonly Token[], line: number): MarkdownFault[] {
  const faults: MarkdownFault[] = [];
  let open: { at: number; url: string } | undefined;
  for (const [at, token] of children.entries()) {
    const name = { link_open: 'href', image: 'src' }[token.type];
    const url = name && String(token.attrGet(name) ?? '');
    if (url !== undefined && !isWebOrMail(url)) {
      const rule = isWeb(url)
        ? 'links must be URLs with a host, of at most 2,000 characters'
        : 'links must be absolute http, https or mailto URLs';
      faults.push({ line, value: url, rule });
    }
    if (token.type === 'link_open') open = { at, url: url ?? '' };
    if (token.type === 'link_close' && open && !hasText(children.slice(open.at + 1, at))) {
      faults.push({ line, value: open.url, rule: 'links must have a text' });
    }
  }
  return faults;
}

/** Finds what no reader could follow, what would be lost, and more than a story may have. */
export function checkMarkdown(text: string): MarkdownFault[] {
  const faults: MarkdownFault[] = [];
  const blocks = lenient.parse(text, {});
  // Characters that stand in the text itself are a fault of the field.
  const isWritten = isXmlText(text);
  let deepLine: number | undefined;
  for (const [at, block] of blocks.entries()) {
    const line = (block.map?.[0] ?? 0) + 1;
    const children = block.children ?? [];
    if ([block, ...children].some(({ level }) => level >= NESTING_LIMIT)) deepLine ??= line;
    if (block.type === 'heading_open' && !hasText(blocks[at + 1]?.children ?? [])) {
      faults.push({ line, rule: 'headings must have a text' });
    }
    if (isWritten && [block, ...children].some((token) => !isXmlText(shownBy(token)))) {
      faults.push({ line, rule: 'must not hold control characters, by number (&#…;) neither' });
    }
    faults.push(...linkFaults(children, line));
  }
  faults.push(...findLost(strict, text));
  if (deepLine !== undefined) {
    const rule = `must not be nested more than ${NESTING_LIMIT} levels deep (lists, quotes, emphasis)`;
    faults.push({ line: deepLine, rule });
  }
  if (faults.length > 0) return faults;
  const cited = new Set(numberCitations(blocks).map(({ url }) => url)).size;
  if (cited > SOURCE_LIMIT) {
    faults.push({
      line: 1,
      value: `${cited} sources`,
      rule: `must not cite more than ${SOURCE_LIMIT} sources`,
    });
  }
  if (text.length + 5 * (text.match(/["&<>]/g)?.length ?? 0) > HTML_LIMIT) {
    faults.push({ line: 1, rule: 'must not hold so many of the characters " & < >' });
  }
  return faults;
}
