import MarkdownIt, {
  type MarkdownIt as MarkdownParser,
  type StateCore,
  type StateInline,
  type Token,
} from 'markdown-it';
import { toUri } from '../../lib/uri.ts';
import { FIGURES, figuresHtml, LATE, markFigures, parseBodyPicture, pictureHtml } from './body-picture.ts';
import { CITATION_CLOSE, CITATION_OPEN, type CitationUse, citationOf, markCitations } from './citations.ts';
import { canonicalUrl, webUrl } from './fields.ts';
import { recordSigns, resolvedMarkdown } from './resolved-markdown.ts';
import { captionTables, cellHtml, tableBoxHtml } from './tables.ts';

// Parses the analysis and renders it as HTML. `markdown-faults.ts` checks it.

/** The deepest nesting (lists, quotes, emphasis) that an analysis may have. */
export const MAX_NESTING = 50;

/** Whether a URL is http or https. */
export const isWebUrl = (url: string) => /^https?:\/\//i.test(url);

/** Returns a link's URL as documents print it. Mail addresses and paths are URIs already. */
const printedUrl = (url: string) => (isWebUrl(url) && URL.canParse(url) ? toUri(url) : url);

/** Whether an analysis may link to this URL. */
export const isLinkable = (url: string) =>
  isWebUrl(url) ? webUrl.safeParse(url).success : /^mailto:/i.test(url);

/** The path of an address of this site. With a second slash or a backslash, it would lead to another one. */
const SITE_PATH = /^\/(?![/\\])[^\s\\]{0,499}$/;

/** Whether a page of the newsroom may link to this URL: it may also lead to other addresses of the site. */
export const isLinkableOnPage = (url: string) => isLinkable(url) || SITE_PATH.test(url);

/** Matches the host of a mailto URL if it contains non-ASCII characters. */
const UNICODE_MAIL_HOST = /(?<=^mailto:[^@?]*@)[^@?,]*[\u0080-\uffff][^@?,]*/i;

/** Returns the text of tokens without their markup. */
const plainText = (children: Token[]) => strict.renderer.renderInlineAsText(children, strict.options, {});

/** Returns the text that describes a picture. */
const altOf = ({ children }: Token) => plainText(children ?? []);

/** Renders a picture of this site; one of another as a link to it, so that the page need not fetch it from there. */
function renderImage(tokens: Token[], index: number, _options: unknown, env?: object): string {
  const token = tokens[index] as Token;
  const { escapeHtml } = strict.utils;
  const shown = pictureHtml(token, altOf(token), lateIn(env));
  if (shown !== undefined) return shown;
  const url = String(token.attrGet('src') ?? '');
  const title = String(token.attrGet('title') ?? '');
  const text = escapeHtml(altOf(token) || url);
  let before = index - 1;
  while (before >= 0 && !tokens[before]?.type.startsWith('link_')) before--;
  if (tokens[before]?.type === 'link_open') return text;
  return `<a href="${escapeHtml(printedUrl(url))}"${title ? ` title="${escapeHtml(title)}"` : ''}>${text}</a>`;
}

/** Copies the link definitions, which markdown-it drops, to `env.definitions`, if the caller passed that property. */
function recordDefinitions({ tokens, env }: StateCore): void {
  if ('definitions' in env)
    Object.assign(env, { definitions: tokens.filter(({ type }) => type === 'reference_definition') });
}

/** Replaces a link within a link by its text, because HTML allows no such nesting. */
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

/** Replaces a link to a picture of this site by its text: only pages of the newsroom link to addresses of the site. */
function unlinkPictures({ tokens }: StateCore): void {
  for (const block of tokens) {
    let isDropped = false;
    block.children =
      block.children?.filter((token) => {
        if (token.type === 'link_open')
          isDropped = parseBodyPicture(String(token.attrGet('href') ?? '')) !== undefined;
        return !isDropped || (token.type !== 'link_open' && token.type !== 'link_close');
      }) ?? null;
  }
}

/** The level of an analysis's first heading, because the page's h1 is the headline and its h2 is "Analysis". */
const FIRST_HEADING = 3;

/**
 * Changes the levels of the text's headings. The first gets the level `env.firstHeading`, and each later one is at most one level
 * below the heading before it, so the outline skips no level.
 */
function rebaseHeadings({ tokens, env }: StateCore): void {
  const { firstHeading = FIRST_HEADING } = env as { firstHeading?: number };
  /** The author's levels of the current heading and of those that contain it. */
  const above: string[] = [];
  for (const heading of tokens) {
    if (heading.type === 'heading_open') {
      while (above.length > 0 && (above.at(-1) as string) >= heading.tag) above.pop();
      above.push(heading.tag);
    }
    if (heading.type.startsWith('heading_')) {
      heading.tag = `h${Math.min(above.length + firstHeading - 1, 6)}`;
    }
  }
}

/** The most brackets within each other in the text of a link. */
const MAX_BRACKETS = 10;

const OPENS = 0x5b;
const CLOSES = 0x5d;

/** The place of the last closing bracket of each text that is being parsed. */
const lastClosing = new WeakMap<StateInline, number>();

/**
 * Returns where the text of a link ends that begins at `start`, or -1. markdown-it's own function reads on at each of many open
 * brackets up to `maxNesting`, which takes seconds. This one asks first whether any is closed, reads none twice, and gives up at `MAX_BRACKETS`.
 */
export function parseLinkLabel(state: StateInline, start: number, isWithoutLinks?: boolean): number {
  const last = lastClosing.get(state) ?? state.src.lastIndexOf(']');
  lastClosing.set(state, last);
  if (last < start) return -1;
  // Read already, as a part of what began before it, and no link.
  if (isWithoutLinks && state.cache[start] === start + 1) return -1;
  const { pos, posMax } = state;
  let depth = 1;
  let end = -1;
  for (state.pos = start + 1; state.pos < posMax && state.pos <= last && depth <= MAX_BRACKETS; ) {
    const at = state.pos;
    const character = state.src.charCodeAt(at);
    if (character === CLOSES && --depth === 0) {
      end = at;
      break;
    }
    state.md.inline.skipToken(state);
    if (character !== OPENS) continue;
    if (state.pos === at + 1) depth++;
    else if (isWithoutLinks) break;
  }
  state.pos = pos;
  return end;
}

function createMarkdown(): MarkdownParser {
  // `html: false` shows markup as text. Text nested deeper than `maxNesting` is dropped silently by markdown-it; at twice our own
  // limit, our check refuses it first.
  const markdown = new MarkdownIt('default', { html: false, maxNesting: MAX_NESTING * 2 });
  markdown.helpers.parseLinkLabel = parseLinkLabel;
  const { normalizeLink } = markdown;
  // Serialise URLs like `canonicalUrl`, so that a citation matches its source however its URL is spelt.
  markdown.normalizeLink = (url) => {
    // The non-ASCII host of a mail address: markdown-it would encode it without first mapping its letters to lower case.
    if (!isWebUrl(url))
      return normalizeLink(
        url.replace(UNICODE_MAIL_HOST, (host) => URL.parse(`https://${host}`)?.hostname ?? host),
      );
    // Encode the characters that the URL standard would remove.
    const whole = url.replace(/[\t\n\f\r]/g, encodeURIComponent);
    return URL.canParse(whole) ? canonicalUrl(whole) : normalizeLink(url);
  };
  // Show an autolink as the author wrote it.
  markdown.normalizeLinkText = (url) => url;
  markdown.core.ruler.before('strip_references', 'definitions', recordDefinitions);
  markdown.core.ruler.before('text_join', 'unnest', unnestLinks);
  markdown.core.ruler.before('text_join', 'citations', markCitations);
  markdown.core.ruler.push('headings', rebaseHeadings);
  markdown.core.ruler.push('figures', markFigures);
  markdown.core.ruler.push('captions', captionTables);
  return markdown;
}

/** The parser for rendering. Makes links of absolute http(s) and mailto URLs only; others stay text, except pictures of this site. */
const strict = createMarkdown();
strict.validateLink = (url) => isLinkable(url) || parseBodyPicture(url) !== undefined;
strict.core.ruler.after('unnest', 'unlink pictures', unlinkPictures);
recordSigns(strict);
strict.renderer.rules.image = renderImage;
strict.renderer.rules[FIGURES] = (tokens, index, _options, env) =>
  figuresHtml(tokens[index]?.children ?? [], altOf, lateIn(env));
strict.renderer.rules.link_open = (tokens, index, _options, env) => {
  const token = tokens[index] as Token;
  const { escapeHtml } = strict.utils;
  const href = String(token.attrGet('href') ?? '');
  // markdown-it accepts `[text]()`. A link without a URL gets no `href`.
  if (!href) return '<a>';
  const title = token.attrGet('title');
  const citation = citationOf(token);
  const attributes = citation
    ? (env as unknown as CitationRendering).attributes(citation)
    : `href="${escapeHtml(printedUrl(href))}"`;
  return `<a ${attributes}${title ? ` title="${escapeHtml(String(title))}"` : ''}>`;
};
for (const cell of ['td_open', 'th_open'])
  strict.renderer.rules[cell] = (tokens, index, _options, env) =>
    cellHtml(tokens[index] as Token, isPage(env));
strict.renderer.rules.table_open = (tokens, index, _options, env) =>
  isPage(env) ? tableBoxHtml(tokens, index, plainText) : '<table>\n';
strict.renderer.rules.table_close = (_tokens, _index, _options, env) =>
  isPage(env) ? '</table></div>\n' : '</table>\n';
strict.renderer.rules[CITATION_OPEN] = (_tokens, _index, _options, env) =>
  (env as unknown as CitationRendering).open;
strict.renderer.rules[CITATION_CLOSE] = (_tokens, _index, _options, env) =>
  (env as unknown as CitationRendering).close;

/** The parser of the newsroom's own pages, which may link to addresses of this site. */
const ofPages = createMarkdown();
ofPages.validateLink = isLinkableOnPage;

/** The parser for checks. Makes a link of every URL, so that the checks can report wrong ones. Its tokens are never rendered. */
const lenient = createMarkdown();
lenient.validateLink = () => true;

/** How one rendering shows citations. */
export interface CitationRendering {
  /** The HTML before a citation. */
  open: string;
  /** The HTML after a citation, which is its link with the parenthesis or comma beside it. */
  close: string;
  /** Returns the attributes of its link, as HTML. */
  attributes: (citation: CitationUse) => string;
}

/**
 * Parses the analysis into markdown-it's tokens, with its citations marked. Only http(s) and mailto URLs become links.
 * @param environment markdown-it's `env`. If it has a property `definitions`, this function sets it to the link definitions.
 */
export const parseMarkdown = (text: string, environment = {}): Token[] => strict.parse(text, environment);

/** Parses the text of a page like `parseMarkdown`. Its first heading is an h2, below the title. */
export const parsePageMarkdown = (text: string, environment = {}): Token[] =>
  ofPages.parse(text, Object.assign(environment, { firstHeading: 2 }));

/** The text that was checked last, and its tokens while anybody uses them: an editor's page checks the same text twice. */
let checked: { text: string; tokens: WeakRef<readonly Token[]> } | undefined;

/** Parses the analysis like `parseMarkdown`, but makes every link a link, whatever its URL. */
export function parseWithAllLinks(text: string): readonly Token[] {
  const known = checked?.text === text ? checked.tokens.deref() : undefined;
  const tokens = known ?? lenient.parse(text, {});
  if (!known) checked = { text, tokens: new WeakRef(tokens) };
  return tokens;
}

/** Decodes the backslash escapes and entities of Markdown. */
export const { unescapeAll } = strict.utils;

/** Writes the analysis as Markdown for readers elsewhere. Citations lead to `urlOf` of the cited URL. */
export const markdownForReaders = (
  articleBody: string,
  tokens: readonly Token[],
  hasDefinitions: boolean,
  urlOf: (url: string) => string,
): string =>
  resolvedMarkdown(articleBody, tokens, {
    altOf,
    hasDefinitions,
    urlOf: (token) => {
      const citation = citationOf(token);
      if (citation) return toUri(urlOf(citation.url));
      return printedUrl(String(token.attrGet(token.type === 'image' ? 'src' : 'href') ?? ''));
    },
  });

/** Shows citations as their author wrote them: a link in parentheses, to `urlOf` of the cited URL. */
export const plainCitations = (urlOf: (url: string) => string): CitationRendering => ({
  open: '',
  close: '',
  attributes: ({ url }) => `href="${strict.utils.escapeHtml(toUri(urlOf(url)))}"`,
});

/** What the rules that render tokens are told. */
interface Rendering extends CitationRendering {
  isPage: boolean;
}

const isPage = (env: unknown) => (env as Rendering).isPage;
const lateIn = (env: unknown) => (isPage(env) ? LATE : '');

/** Renders tokens as HTML: for a page of ours, whose stylesheet shows tables and pictures, or for readers elsewhere. */
export const tokensToHtml = (
  tokens: Token[],
  citations: CitationRendering,
  place: 'page' | 'elsewhere' = 'elsewhere',
): string =>
  strict.renderer.render(tokens, strict.options, {
    ...citations,
    isPage: place === 'page',
  } satisfies Rendering);

/**
 * Counts the characters of HTML that links add to the text. A repeated URL counts each time.
 * @param added what a citation adds, in all renderings together.
 */
export function linkLength(tokens: Token[], added: (citation: CitationUse) => string): number {
  const lengths = new Map<string, number>();
  const lengthOf = (text: string) => {
    const length = lengths.get(text) ?? strict.utils.escapeHtml(text).length;
    lengths.set(text, length);
    return length;
  };
  let length = 0;
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const citation = citationOf(token);
    if (citation) length += added(citation).length;
    for (const [name, value] of token.attrs ?? []) {
      if (!citation || name !== 'href')
        length += lengthOf(name === 'href' ? printedUrl(String(value)) : String(value));
    }
  }
  return length;
}
