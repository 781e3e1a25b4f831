import type { Token } from 'markdown-it';
import { isXmlText } from '../../lib/characters.ts';
import { parsePicturePath, picturePathsIn } from '../pictures/address.ts';
import { parseBodyPicture } from './body-picture.ts';
import { numberCitations } from './citations.ts';
import {
  isLinkable,
  isLinkableOnPage,
  isWebUrl,
  MAX_NESTING,
  parseMarkdown,
  parsePageMarkdown,
  parseWithAllLinks,
  unescapeAll,
} from './markdown.ts';
import { MAX_SOURCES } from './story.ts';

// Finds what an analysis must not contain: links that lead nowhere, text that Markdown silently drops from its HTML, and more
// text or sources than a story may have.

/** The most characters of HTML for the text without links: 59 such texts, the most in an edition, fit in a KV value (25 MiB). */
const MAX_HTML_CHARACTERS = 300_000;

/** A fault in the analysis; `line` counts from 1 within the text. */
export interface MarkdownFault {
  line: number;
  value?: string;
  rule: string;
}

/** What is written in Markdown: the analysis of a story, or the text of a page. */
type Kind = 'story' | 'page';

/** What a text may link to, and how it is parsed. */
const KINDS = {
  story: {
    isLinkable,
    parse: parseMarkdown,
    rule: 'links must be absolute http, https or mailto URLs',
  },
  page: {
    isLinkable: isLinkableOnPage,
    parse: parsePageMarkdown,
    rule: 'links must be absolute http, https or mailto URLs, or paths on this site, like /contact',
  },
};

const PICTURE =
  'pictures must be absolute http or https URLs, or the path of an uploaded picture or one in data/public/pictures, perhaps with its size in pixels, like /pictures/chart.png#1200x800';

const lineOf = ({ map }: Token) => (map?.[0] ?? 0) + 1;

const hasText = (tokens: readonly Token[]) =>
  tokens.some(
    ({ type, content, children }) => /\S/.test(content) || type === 'image' || (children?.length ?? 0) > 0,
  );

/** Returns the text and attributes of a token, without its children's. */
const shownBy = ({ content, attrs, children }: Token) =>
  [children ? '' : content, ...(attrs ?? []).map(([, value]) => value)].join(' ');

function linkFaults(children: readonly Token[], line: number, kind: Kind): MarkdownFault[] {
  const faults: MarkdownFault[] = [];
  let open: { at: number; url: string } | undefined;
  for (const [at, token] of children.entries()) {
    const name = { link_open: 'href', image: 'src' }[token.type];
    const url = name && String(token.attrGet(name) ?? '');
    const isPicture = token.type === 'image' && url?.startsWith('/') && !url.startsWith('//');
    const isAllowed =
      url === undefined || KINDS[kind].isLinkable(url) || (isPicture && parseBodyPicture(url));
    if (!isAllowed) {
      const rule = isPicture
        ? PICTURE
        : isWebUrl(url)
          ? 'links must be URLs with a host and at most 2,000 characters'
          : KINDS[kind].rule;
      faults.push({ line, value: url, rule });
    }
    if (token.type === 'link_open') open = { at, url: url ?? '' };
    if (token.type === 'link_close' && open && !hasText(children.slice(open.at + 1, at))) {
      faults.push({ line, value: open.url, rule: 'links must have text' });
    }
  }
  return faults;
}

/** Finds uploaded pictures whose paths are written with escapes, because exports and backups would not find them. */
function hiddenPaths(
  children: readonly Token[],
  line: number,
  written: ReadonlySet<string>,
): MarkdownFault[] {
  const rule = 'the path of a picture must be written out, without escapes';
  return children
    .filter(({ type }) => type === 'image')
    .map((picture) => parseBodyPicture(String(picture.attrGet('src') ?? ''))?.path ?? '')
    .filter((path) => parsePicturePath(path) && !written.has(path))
    .map((value) => ({ line, value, rule }));
}

/** Counts a row's cells as markdown-it does: a bar after a backslash does not separate cells. */
const countCells = (row: string) =>
  row
    .replace(/^[\s>]*\|?/, '')
    .trimEnd()
    .replace(/\|$/, '')
    .split(/(?<!\\)\|/).length;

/** Finds table rows with more cells than the table has columns, because Markdown drops the extra cells. */
function longRows(blocks: readonly Token[], lines: readonly string[]): MarkdownFault[] {
  const faults: MarkdownFault[] = [];
  let columns = 0;
  for (const [at, block] of blocks.entries()) {
    if (block.type === 'thead_open') columns = 0;
    if (block.type === 'th_open') columns++;
    if (block.type !== 'tr_open' || blocks[at + 1]?.type !== 'td_open') continue;
    const line = lineOf(block);
    const cells = countCells(lines[line - 1] ?? '');
    const rule = `rows must not have more cells than their table has columns (${columns})`;
    if (cells > columns) faults.push({ line, value: `${cells} cells`, rule });
  }
  return faults;
}

/** Finds pictures within links, because we render those of other sites as links, and a link cannot contain another. */
function linkedPictures(blocks: readonly Token[]): MarkdownFault[] {
  const rule = 'pictures must not be inside a link: put the link beside the picture';
  return blocks.flatMap((block) => {
    let depth = 0;
    const pictures = (block.children ?? []).filter(({ type }) => {
      if (type === 'link_open') depth++;
      if (type === 'link_close') depth--;
      return type === 'image' && depth > 0;
    });
    return pictures.map((picture) => ({
      line: lineOf(block),
      value: String(picture.attrGet('src') ?? ''),
      rule,
    }));
  });
}

/** Finds words after a code block's language, because Markdown drops them. */
const wordsAfterLanguage = (blocks: readonly Token[]): MarkdownFault[] =>
  blocks
    .filter(({ type, info }) => type === 'fence' && /\S\s+\S/.test(unescapeAll(info)))
    .map((fence) => ({
      line: lineOf(fence),
      value: fence.info.trim(),
      rule: 'code blocks must name one language and nothing else',
    }));

/** Finds link definitions without effect: no link uses them, or an earlier definition has the same name. */
function uselessDefinitions(definitions: readonly Token[], used: ReadonlySet<string>): MarkdownFault[] {
  const faults: MarkdownFault[] = [];
  const defined = new Set<string>();
  for (const definition of definitions) {
    const { label } = definition.meta as { label: string };
    const rule = defined.has(label)
      ? 'links must not be defined twice'
      : 'links that are defined must be used';
    if (defined.has(label) || !used.has(label))
      faults.push({ line: lineOf(definition), value: `[${label.toLowerCase()}]`, rule });
    defined.add(label);
  }
  return faults;
}

/** Matches every text of which Markdown may drop a part. */
const MAY_DROP = /\]:|\||```|~~~|!\[/;

function findDroppedContent(text: string, kind: Kind): MarkdownFault[] {
  if (!MAY_DROP.test(text)) return [];
  const used = new Set<string>();
  // markdown-it looks up each reference in this object, so the proxy learns which definitions are used.
  const references = new Proxy<Record<string, unknown>>(Object.create(null), {
    get: (known, label: string) => {
      if (known[label]) used.add(label);
      return known[label];
    },
  });
  const environment = { references, definitions: [] };
  const blocks = KINDS[kind].parse(text, environment);
  return [
    ...longRows(blocks, text.split(/\r\n?|\n/)),
    ...linkedPictures(blocks),
    ...wordsAfterLanguage(blocks),
    ...uselessDefinitions(environment.definitions, used),
  ];
}

/** Returns the faults of an analysis, or of the text of a page. */
export function checkMarkdown(text: string, kind: Kind = 'story'): MarkdownFault[] {
  const faults: MarkdownFault[] = [];
  const blocks = parseWithAllLinks(text);
  // If the text itself contains such characters, the schema of `articleBody` reports them.
  const isWritten = isXmlText(text);
  const paths = picturePathsIn(JSON.stringify(text));
  let deepLine: number | undefined;
  for (const [at, block] of blocks.entries()) {
    const line = lineOf(block);
    const children = block.children ?? [];
    if ([block, ...children].some(({ level }) => level >= MAX_NESTING)) deepLine ??= line;
    if (block.type === 'heading_open' && !hasText(blocks[at + 1]?.children ?? [])) {
      faults.push({ line, rule: 'headings must have text' });
    }
    if (isWritten && [block, ...children].some((token) => !isXmlText(shownBy(token)))) {
      faults.push({ line, rule: 'must not contain control characters, not even as references (&#…;)' });
    }
    faults.push(...linkFaults(children, line, kind), ...hiddenPaths(children, line, paths));
  }
  faults.push(...findDroppedContent(text, kind));
  if (deepLine !== undefined) {
    const rule = `must not be nested more than ${MAX_NESTING} levels deep (lists, quotes, emphasis)`;
    faults.push({ line: deepLine, rule });
  }
  if (faults.length > 0) return faults;
  const cited = new Set(numberCitations(blocks).map(({ url }) => url)).size;
  if (cited > MAX_SOURCES) {
    faults.push({
      line: 1,
      value: `${cited} sources`,
      rule: `must not cite more than ${MAX_SOURCES} sources`,
    });
  }
  if (text.length + 5 * (text.match(/["&<>]/g)?.length ?? 0) > MAX_HTML_CHARACTERS) {
    faults.push({ line: 1, rule: 'must contain fewer of the characters " & < >' });
  }
  return faults;
}
