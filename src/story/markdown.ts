import MarkdownIt, { type Token } from 'markdown-it';
import { CITATION_MARK, type CitationUse, markCitations, numberCitations } from './citations.ts';
import { SOURCE_LIMIT } from './story.ts';

/** The deepest nesting (lists, quotes, emphasis) that an analysis may have. */
export const NESTING_LIMIT = 50;

const isWebOrMail = (url: string) => /^(https?:\/\/|mailto:)/i.test(url) && URL.canParse(url);

/** The story's headline is the page's h1 and "Analysis" its h2; headings in the text come below. */
const headingLevel = (tag: string) => `h${Math.min(Number(tag.slice(1)) + 2, 6)}`;

/** Nothing on a page is fetched from elsewhere: a picture in the text becomes a link to it. */
function renderImage(tokens: Token[], index: number): string {
  const token = tokens[index] as Token;
  const { escapeHtml } = strict.utils;
  const url = String(token.attrGet('src') ?? '');
  const text = escapeHtml(token.content || url);
  let before = index - 1;
  while (before >= 0 && !tokens[before]?.type.startsWith('link_')) before--;
  return tokens[before]?.type === 'link_open' ? text : `<a href="${escapeHtml(url)}">${text}</a>`;
}

/**
 * `html: false`: markup in the text is text. Beyond `maxNesting` markdown-it drops text, so it lies well above the depth
 * that an analysis may have.
 */
const createMarkdown = () => new MarkdownIt('default', { html: false, maxNesting: NESTING_LIMIT * 2 });

/** Turns a link that is not absolute http(s) or mailto back into the text that it was written as. */
const strict = createMarkdown();
strict.validateLink = isWebOrMail;
strict.core.ruler.before('text_join', 'citations', markCitations);
strict.renderer.rules.image = renderImage;
// `[text]()` never meets validateLink; a link to nowhere is no link.
strict.renderer.rules.link_open = (tokens, index, options, _env, renderer) =>
  tokens[index]?.attrGet('href') ? renderer.renderToken(tokens, index, options) : '<a>';
strict.renderer.rules[CITATION_MARK] = (tokens, index, _options, env) =>
  (env as unknown as { mark: CitationMark }).mark(tokens[index]?.meta as unknown as CitationUse);
for (const rule of ['heading_open', 'heading_close']) {
  strict.renderer.rules[rule] = (tokens, index) => {
    const { tag, nesting } = tokens[index] as Token;
    return nesting === 1 ? `<${headingLevel(tag)}>` : `</${headingLevel(tag)}>\n`;
  };
}

/** Takes every link for one, so that the wrong ones can be named. Nothing is rendered from what it parses. */
const lenient = createMarkdown();
lenient.validateLink = () => true;
lenient.core.ruler.before('text_join', 'citations', markCitations);

/** HTML for the place where a citation's number may stand. */
export type CitationMark = (use: CitationUse) => string;

/** The analysis as a stream of tokens, its citations marked; no link in it but http(s) and mailto. */
export const parseMarkdown = (text: string): Token[] => strict.parse(text, {});

/** HTML of the tokens, with `mark` for each of the citations in them. */
export const renderMarkdown = (tokens: Token[], mark: CitationMark): string =>
  strict.renderer.render(tokens, strict.options, { mark });

/** What Markdown could not carry to a reader intact; `line` counts from 1 within the text. */
export interface MarkdownFault {
  line: number;
  value: string | undefined;
  rule: string;
}

function linkOf(token: Token): string | undefined {
  const name = { link_open: 'href', image: 'src' }[token.type];
  return name && String(token.attrGet(name) ?? '');
}

/** Finds links that no reader could follow, nesting so deep that text would be lost, and more citations than a story may have. */
export function checkMarkdown(text: string): MarkdownFault[] {
  const faults: MarkdownFault[] = [];
  let deepLine: number | undefined;
  const blocks = lenient.parse(text, {});
  for (const block of blocks) {
    const line = (block.map?.[0] ?? 0) + 1;
    for (const token of [block, ...(block.children ?? [])]) {
      if (token.level >= NESTING_LIMIT) deepLine ??= line;
      const url = linkOf(token);
      if (url !== undefined && !isWebOrMail(url)) {
        faults.push({ line, value: url, rule: 'links must be absolute http, https or mailto URLs' });
      }
    }
  }
  if (deepLine !== undefined) {
    const rule = `must not be nested more than ${NESTING_LIMIT} levels deep (lists, quotes, emphasis)`;
    faults.push({ line: deepLine, value: undefined, rule });
  }
  const cited = new Set(numberCitations(blocks).map(({ url }) => url)).size;
  if (cited > SOURCE_LIMIT) {
    const rule = `must not cite more than ${SOURCE_LIMIT} sources`;
    faults.push({ line: 1, value: `${cited} sources`, rule });
  }
  return faults;
}
