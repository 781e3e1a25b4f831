import MarkdownIt, { type MarkdownIt as MarkdownParser, type StateCore, type Token } from 'markdown-it';
import { CITATION_MARK, type CitationUse, markCitations } from './citations.ts';
import { canonicalUrl, webUrl } from './fields.ts';

// Parses the analysis and renders it as HTML. `markdown-faults.ts` checks it.

/** The deepest nesting (lists, quotes, emphasis) that an analysis may have. */
export const MAX_NESTING = 50;

/** Whether a URL is http or https. */
export const isWeb = (url: string) => /^https?:\/\//i.test(url);

/** Whether an analysis may link to this URL. */
export const isLinkable = (url: string) =>
  isWeb(url) ? webUrl.safeParse(url).success : /^mailto:/i.test(url);

/** The host of a mailto URL, if it has characters outside ASCII. */
const UNICODE_MAIL_HOST = /(?<=^mailto:[^@?]*@)[^@?,]*[\u0080-\uffff][^@?,]*/i;

/** Renders a picture as a link to it, because a page fetches nothing from other sites. */
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

/** Keeps the definitions of links, which markdown-it would drop, if the environment has a place for them. */
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

/**
 * Puts the headings of the text below the page's h1, the headline, and its h2, "Analysis". The first becomes an h3 whatever its
 * level, and each later one is at most one level below the heading before it, so the outline skips no level.
 */
function rebaseHeadings({ tokens }: StateCore): void {
  /** The author's levels of the headings that contain the current one. */
  const above: string[] = [];
  for (const heading of tokens) {
    if (heading.type === 'heading_open') {
      while (above.length > 0 && (above.at(-1) as string) >= heading.tag) above.pop();
      above.push(heading.tag);
    }
    if (heading.type.startsWith('heading_')) heading.tag = `h${Math.min(above.length + 2, 6)}`;
  }
}

function createMarkdown(): MarkdownParser {
  // `html: false` shows markup as text. markdown-it drops text nested deeper than `maxNesting`, so that is twice what we accept.
  const markdown = new MarkdownIt('default', { html: false, maxNesting: MAX_NESTING * 2 });
  const { normalizeLink } = markdown;
  // Serialises URLs as the record's are compared, so that a citation matches its source however its URL is spelt.
  markdown.normalizeLink = (url) => {
    // markdown-it would encode such a host's letters without mapping them to lower case first.
    if (!isWeb(url))
      return normalizeLink(
        url.replace(UNICODE_MAIL_HOST, (host) => URL.parse(`https://${host}`)?.hostname ?? host),
      );
    // Encode what the URL standard would strip from an address.
    const whole = url.replace(/[\t\n\f\r]/g, encodeURIComponent);
    return URL.canParse(whole) ? canonicalUrl(whole) : normalizeLink(url);
  };
  // Show an autolink as its author wrote it.
  markdown.normalizeLinkText = (url) => url;
  markdown.core.ruler.before('strip_references', 'definitions', recordDefinitions);
  markdown.core.ruler.before('text_join', 'unnest', unnestLinks);
  markdown.core.ruler.before('text_join', 'citations', markCitations);
  markdown.core.ruler.push('headings', rebaseHeadings);
  return markdown;
}

/** Leaves a link as text unless it is an absolute http(s) or mailto URL. */
const strict = createMarkdown();
strict.validateLink = isLinkable;
strict.renderer.rules.image = renderImage;
strict.renderer.rules.link_open = (tokens, index, _options, env) => {
  const token = tokens[index] as Token;
  const { escapeHtml } = strict.utils;
  const href = String(token.attrGet('href') ?? '');
  // markdown-it does not validate `[text]()`; a link to nowhere gets no `href`.
  if (!href) return '<a>';
  const title = token.attrGet('title');
  const { citationHref } = env as unknown as RenderEnvironment;
  const url = (token.meta as { isCitation?: boolean } | null)?.isCitation ? citationHref(href) : href;
  return `<a href="${escapeHtml(url)}"${title ? ` title="${escapeHtml(String(title))}"` : ''}>`;
};
// markdown-it would align cells by a style attribute, which neither the page's policy nor feed readers allow.
strict.renderer.rules.td_open = () => '<td>';
strict.renderer.rules.th_open = () => '<th>';
strict.renderer.rules[CITATION_MARK] = (tokens, index, _options, env) =>
  (env as unknown as RenderEnvironment).mark(tokens[index]?.meta as unknown as CitationUse);

/** Accepts every link, so that the checks can name the wrong ones. Its tokens are never rendered. */
const lenient = createMarkdown();
lenient.validateLink = () => true;

/** Renders the place where a citation's number may stand. */
export type CitationMark = (use: CitationUse) => string;

interface RenderEnvironment {
  mark: CitationMark;
  citationHref: (url: string) => string;
}

/**
 * Parses the analysis into markdown-it's tokens, its citations marked. Only http(s) and mailto URLs become links.
 * @param environment markdown-it's `env`: link references, and `definitions`, which this fills
 */
export const parseMarkdown = (text: string, environment = {}): Token[] => strict.parse(text, environment);

/** Parses the analysis like `parseMarkdown`, with every link in it, whatever its URL. */
export const parseWithAllLinks = (text: string): Token[] => lenient.parse(text, {});

/** Decodes the backslash escapes and entities of Markdown. */
export const { unescapeAll } = strict.utils;

/** Renders tokens as HTML, with `mark` for each citation; links of citations lead to `citationHref` of their URL. */
export const tokensToHtml = (
  tokens: Token[],
  mark: CitationMark,
  citationHref: (url: string) => string,
): string =>
  strict.renderer.render(tokens, strict.options, { mark, citationHref } satisfies RenderEnvironment);

/** Counts the characters of HTML that links add to their text. An address counts each time it is used. */
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
