import type { Block, Run } from '../../../../lib/markdown/blocks.ts';
import type { BlockReader } from './read-blocks.ts';
import { attribute, type Element, element, isElement, lineOf, type Node } from './tree.ts';

// Tables: Markdown has cells of one line, no spans, and always a head.

/** The most columns of a table. */
const MAX_COLUMNS = 100;
/** The most cells, empty ones included: beyond, a few long rows would multiply by many short ones. */
const MAX_CELLS = 20_000;

/** The rows of a table, without those of tables in it. */
function rowsOf(table: Element): Element[] {
  return table.children.filter(isElement).flatMap((child) => {
    if (child.name === 'tr') return [child];
    return /^(?:thead|tbody|tfoot)$/.test(child.name) ? rowsOf(child) : [];
  });
}

const cellsOf = (row: Element) =>
  row.children.filter(isElement).filter(({ name }) => name === 'td' || name === 'th');

const spanOf = (cell: Element, name: string) =>
  Math.min(Math.max(Math.trunc(Number(attribute(cell, name))) || 1, 1), MAX_COLUMNS);

/** What stands in a table and in none of its cells. Browsers show it before the table. */
function strayIn(table: Element): Node[] {
  return table.children.flatMap((child) => {
    if (!isElement(child)) return [child];
    if (/^(?:caption|colgroup|col)$/.test(child.name)) return [];
    if (child.name === 'tr')
      return [' ', ...child.children.filter((inner) => !isElement(inner) || !/^t[dh]$/.test(inner.name))];
    return /^(?:thead|tbody|tfoot)$/.test(child.name) ? strayIn(child) : [child];
  });
}

export function readTable(reader: BlockReader, table: Element): boolean {
  const rows = rowsOf(table);
  const caption = table.children.filter(isElement).find(({ name }) => name === 'caption');
  const widest = Math.max(0, ...rows.map((row) => cellsOf(row).length));
  if (caption) reader.readAll([element('p', {}, caption.children)]);
  if (widest === 0) return caption === undefined ? false : readRest(reader, table, caption);
  reader.flush();
  reader.readAll(strayIn(table));
  reader.flush();
  if (widest === 1 || widest > MAX_COLUMNS || widest * rows.length > MAX_CELLS) {
    reader.reading.losses.add(
      'table',
      `${rows.length} rows of up to ${widest} columns: ${lineOf(table)}`,
      'paragraphs',
    );
    for (const row of rows) {
      for (const cell of cellsOf(row)) {
        reader.flush();
        reader.readAll(cell.children);
        reader.flush();
      }
    }
    return true;
  }
  addGrid(reader, table, rows);
  return true;
}

function readRest(reader: BlockReader, table: Element, caption: Element): boolean {
  reader.readAll(table.children.filter((child) => child !== caption));
  return true;
}

function addGrid(reader: BlockReader, table: Element, rows: readonly Element[]): void {
  const { losses } = reader.reading;
  const grid: Run[][][] = [];
  const pictures: Block[] = [];
  /** The columns that a cell of an earlier row spans, and how many rows it still does. */
  const covered = new Map<number, number>();
  let hasSpans = false;
  for (const row of rows) {
    const cells: Run[][] = [];
    const skip = () => {
      for (let left = covered.get(cells.length); left !== undefined; left = covered.get(cells.length)) {
        if (left > 1) covered.set(cells.length, left - 1);
        else covered.delete(cells.length);
        cells.push([]);
      }
    };
    const begun: [column: number, rows: number][] = [];
    for (const cell of cellsOf(row)) {
      skip();
      const line = reader.line(cell.children);
      pictures.push(...line.pictures);
      const [columns, height] = [spanOf(cell, 'colspan'), spanOf(cell, 'rowspan')];
      if (columns > 1 || height > 1) hasSpans = true;
      for (let column = 0; column < columns && cells.length < MAX_COLUMNS; column++) {
        if (height > 1) begun.push([cells.length, height - 1]);
        cells.push(column === 0 ? line.runs : []);
      }
    }
    skip();
    for (const [column, height] of begun) covered.set(column, height);
    if (cells.some((cell) => cell.length > 0)) grid.push(cells);
  }
  const isHeaded = rows[0] !== undefined && cellsOf(rows[0]).some(({ name }) => name === 'th');
  if (hasSpans)
    losses.add(
      'table',
      `cells over several rows or columns: ${lineOf(table)}`,
      'one cell with the text, and empty ones',
    );
  if (!isHeaded && !table.children.some((child) => isElement(child) && child.name === 'thead'))
    losses.count('table', lineOf(table), 'a table whose first row is its head');
  if (grid.length > 0) reader.add({ kind: 'table', rows: trimColumns(grid) });
  for (const picture of pictures) reader.add(picture);
  if (pictures.length > 0) losses.add('picture', `${pictures.length} pictures in a table`, 'below the table');
}

/** Leaves out columns at the end that are empty in every row. */
function trimColumns(grid: Run[][][]): Run[][][] {
  const width = Math.max(...grid.map((row) => row.findLastIndex((cell) => cell.length > 0) + 1));
  return grid.map((row) => row.slice(0, Math.max(width, 2)));
}
