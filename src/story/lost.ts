import type { MarkdownIt, StateCore, Token } from 'markdown-it';
import type { MarkdownFault } from './markdown.ts';

// What Markdown itself leaves out of its HTML. An author would not know that it is gone.

/** Text without any of these loses nothing. */
const MAY_LOSE = /\]:|\||```|~~~|!\[/;

/** A row's cells as markdown-it counts them; a bar behind a backslash parts none. */
const cellsOf = (row: string) =>
  row
    .replace(/^[\s>]*\|?/, '')
    .trimEnd()
    .replace(/\|$/, '')
    .split(/(?<!\\)\|/).length;

/** Rows of tables that have more cells than the table has columns. */
function longRows(blocks: readonly Token[], lines: readonly string[]): MarkdownFault[] {
  const faults: MarkdownFault[] = [];
  let columns = 0;
  for (const [at, { type, map }] of blocks.entries()) {
    if (type === 'thead_open') columns = 0;
    if (type === 'th_open') columns++;
    if (type !== 'tr_open' || blocks[at + 1]?.type !== 'td_open') continue;
    const line = map?.[0] ?? 0;
    const cells = cellsOf(lines[line] ?? '');
    const rule = `rows must not have more cells than their table has columns (${columns})`;
    if (cells > columns) faults.push({ line: line + 1, value: `${cells} cells`, rule });
  }
  return faults;
}

/** Pictures within a link: what they lead to would be nowhere, as a link within a link cannot be. */
function linkedPictures(blocks: readonly Token[]): MarkdownFault[] {
  return blocks.flatMap(({ map, children }) => {
    let depth = 0;
    const pictures = (children ?? []).filter(({ type }) => {
      if (type === 'link_open') depth++;
      if (type === 'link_close') depth--;
      return type === 'image' && depth > 0;
    });
    const rule = 'pictures must not stand within a link: put the link beside the picture';
    return pictures.map((picture) => ({
      line: (map?.[0] ?? 0) + 1,
      value: String(picture.attrGet('src') ?? ''),
      rule,
    }));
  });
}

/** What an analysis defines, and which of it is referred to. */
interface Environment {
  references: Record<string, { href: string; title: string }>;
  definitions: Token[];
}

/** Definitions leave no trace among the tokens, but where somebody wants to know of them. */
export function keepDefinitions({ tokens, env }: StateCore): void {
  const definitions = tokens.filter(({ type }) => type === 'reference_definition');
  if ('definitions' in env) Object.assign(env, { definitions });
}

/** Definitions of links that lead nowhere: nothing refers to them, or one of their name came before. */
function uselessDefinitions(definitions: readonly Token[], used: ReadonlySet<string>): MarkdownFault[] {
  const faults: MarkdownFault[] = [];
  const defined = new Set<string>();
  for (const { map, meta } of definitions) {
    const { label } = meta as { label: string };
    const rule = defined.has(label)
      ? 'links must not be defined twice'
      : 'links that are defined must be used';
    if (defined.has(label) || !used.has(label))
      faults.push({ line: (map?.[0] ?? 0) + 1, value: `[${label.toLowerCase()}]`, rule });
    defined.add(label);
  }
  return faults;
}

/** Finds what no reader would see: cells beyond the last column, links to nowhere, words behind a code's language, pictures within links. */
export function findLost(markdown: MarkdownIt, text: string): MarkdownFault[] {
  if (!MAY_LOSE.test(text)) return [];
  const used = new Set<string>();
  const references = new Proxy<Environment['references']>(Object.create(null), {
    get: (known, label: string) => {
      if (known[label]) used.add(label);
      return known[label];
    },
  });
  const environment: Environment = { references, definitions: [] };
  const blocks = markdown.parse(text, environment as never);
  const faults = [...longRows(blocks, text.split(/\r\n?|\n/)), ...linkedPictures(blocks)];
  for (const { type, map, info } of blocks) {
    // The first word becomes the code's class; what follows it is nowhere.
    if (type !== 'fence' || !/\S\s+\S/.test(markdown.utils.unescapeAll(info))) continue;
    const rule = 'code blocks must name one language and nothing else';
    faults.push({ line: (map?.[0] ?? 0) + 1, value: info.trim(), rule });
  }
  return [...faults, ...uselessDefinitions(environment.definitions, used)];
}
