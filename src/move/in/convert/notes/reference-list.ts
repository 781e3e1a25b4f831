import { type Block, everyBlock, type Run, textOfRuns, textRun } from '../../../../lib/markdown/blocks.ts';
import type { Losses } from '../losses.ts';
import { addressesIn, type Citations, citationRuns, MAX_NAME } from './citation.ts';

// Lists of references: a heading such as "Sources", and entries below it. Entries with links become sources, cited where the text has
// their number in brackets.

const HEADING =
  /^(?:references|sources|notes|footnotes|endnotes|bibliography|works cited|citations|sources and notes|notes and references|quellen|quellenangaben|quellenverzeichnis|einzelnachweise|belege|nachweise|fußnoten|anmerkungen|literatur|références|notes et références|bibliographie|fuentes|referencias|notas|bibliografía|fonti|riferimenti|bibliografia|note|fontes|referências|bronnen|voetnoten|参考|参考文献|参考资料|參考資料|資料来源|资料来源|来源|來源|注释|註釋|脚注|出典|注|источники|примечания|ссылки|сноски|литература|المصادر|المراجع|مصادر|مراجع|هوامش|الهوامش)\s*[:：]?$/iu;

/** The number with which an entry begins. */
const NUMBER = /^\s*(?:\[(\d{1,3})\]|(\d{1,3})[.)])\s*/;

interface Entry {
  number: number;
  runs: Run[];
}

/** The list below a heading: its entries, and how many blocks it has. */
function entriesAt(blocks: readonly Block[], start: number): { entries: Entry[]; count: number } | undefined {
  const list = blocks[start];
  if (list?.kind === 'list') {
    const entries: Entry[] = [];
    for (const [at, item] of list.items.entries()) {
      const [paragraph, ...others] = item;
      if (paragraph?.kind !== 'paragraph' || others.length > 0) return undefined;
      entries.push({ number: (list.start ?? 1) + at, runs: paragraph.runs });
    }
    return { entries, count: 1 };
  }
  const entries: Entry[] = [];
  let count = 0;
  for (const block of blocks.slice(start)) {
    if (block.kind !== 'paragraph') break;
    const lines = splitLines(block.runs).map((runs) => ({ runs, number: NUMBER.exec(textOfRuns(runs)) }));
    if (lines.some(({ number }) => number === null)) break;
    for (const { runs, number } of lines) entries.push({ number: Number(number?.[1] ?? number?.[2]), runs });
    count++;
  }
  return count > 0 ? { entries, count } : undefined;
}

function splitLines(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    if (run.kind === 'break') lines.push([]);
    else lines.at(-1)?.push(run);
  }
  return lines;
}

/** The addresses to which an entry leads, each with its text. */
function linksOfRuns(runs: readonly Run[]): Map<string, string> {
  const links = new Map<string, string>();
  for (const run of runs) {
    if (run.kind === 'break' || !run.marks.link?.startsWith('http')) continue;
    links.set(run.marks.link, (links.get(run.marks.link) ?? '') + run.text);
  }
  if (links.size === 0)
    for (const address of addressesIn(textOfRuns(runs)))
      if (URL.canParse(address)) links.set(address, address);
  return links;
}

/** Replaces numbers in brackets by citations. Changes the blocks. */
function citeNumbers(blocks: readonly Block[], cited: ReadonlyMap<number, string[]>): void {
  const replace = (runs: Run[]): Run[] =>
    runs.flatMap((run) => {
      if (run.kind !== 'text' || run.marks.link !== undefined || run.marks.note || !run.text.includes('['))
        return [run];
      const made: Run[] = [];
      let done = 0;
      for (const { 0: whole, 1: numbers = '', index } of run.text.matchAll(
        /\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/g,
      )) {
        const all = numbers.split(/[,;]/).map(Number);
        const urls = all.flatMap((number) => cited.get(number) ?? []);
        if (urls.length === 0) continue;
        // Entries that stay in the list keep their numbers.
        const kept = all.filter((number) => !cited.has(number));
        made.push({ ...run, text: run.text.slice(done, index) }, ...citationRuns(urls));
        if (kept.length > 0) made.push({ ...run, text: `[${kept.join(', ')}]` });
        done = index + whole.length;
      }
      return [...made, { ...run, text: run.text.slice(done) }];
    });
  for (const block of everyBlock(blocks)) {
    if (block.kind === 'paragraph' || block.kind === 'heading') block.runs = replace(block.runs);
    if (block.kind === 'table') block.rows = block.rows.map((row) => row.map(replace));
  }
}

const headingText = (block: Block | undefined) => {
  if (block?.kind === 'heading') return textOfRuns(block.runs);
  const isBold =
    block?.kind === 'paragraph' &&
    block.runs.every((run) => run.kind !== 'break' && run.marks.strong === true);
  const isLabel = block?.kind === 'paragraph' && /[:：]$/.test(textOfRuns(block.runs));
  return isBold || isLabel ? textOfRuns(block.runs) : '';
};

/** Parts a heading from the entries below it that stand in the same paragraph, on lines of their own. */
function splitHeading(block: Block): Block[] {
  if (block.kind !== 'paragraph') return [block];
  const [first = [], ...rest] = splitLines(block.runs);
  if (
    rest.length === 0 ||
    !HEADING.test(textOfRuns(first)) ||
    !rest.every((line) => NUMBER.test(textOfRuns(line)))
  )
    return [block];
  return [{ kind: 'paragraph', runs: first }, ...rest.map((runs): Block => ({ kind: 'paragraph', runs }))];
}

/** Makes sources of the entries of reference lists. Returns the blocks without those entries. */
export function resolveReferenceLists(found: Block[], citations: Citations, losses: Losses): Block[] {
  const blocks = found.flatMap(splitHeading);
  for (let at = blocks.length - 2; at >= 0; at--) {
    const heading = headingText(blocks[at]);
    if (!HEADING.test(heading)) continue;
    const list = entriesAt(blocks, at + 1);
    if (list === undefined) continue;
    const cited = new Map<number, string[]>();
    const rest: Block[] = [];
    for (const { number, runs } of list.entries) {
      const links = linksOfRuns(runs);
      const words = textOfRuns(runs).replace(NUMBER, '').trim();
      const [url] = links.keys();
      if (
        url === undefined ||
        words.length > MAX_NAME ||
        !citations.add(url, links.has(words) ? null : words || null)
      ) {
        const label = NUMBER.test(textOfRuns(runs)) ? [] : [textRun(`[${number}] `)];
        rest.push({ kind: 'paragraph', runs: [...label, ...runs] });
        continue;
      }
      for (const other of links.keys()) citations.add(other, null);
      cited.set(number, [...links.keys()]);
    }
    if (cited.size === 0) continue;
    const before = blocks.slice(0, at);
    citeNumbers(before, cited);
    if (rest.length === 0)
      losses.add('heading', heading, 'left out: its list became the sources of the story');
    const keptHeading = rest.length > 0 ? blocks.slice(at, at + 1) : [];
    return [...before, ...keptHeading, ...rest, ...blocks.slice(at + 1 + list.count)];
  }
  return blocks;
}

/** Leaves out headings and rules of notes that are gone. */
export function dropEmptyEnd(blocks: readonly Block[], losses: Losses): Block[] {
  const kept = [...blocks];
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    const heading = headingText(last);
    const isHeading = HEADING.test(heading);
    if (last.kind !== 'rule' && !isHeading) break;
    if (isHeading) losses.add('heading', heading, 'left out: its notes became the sources of the story');
    kept.pop();
  }
  return kept;
}
