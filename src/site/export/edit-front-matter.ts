import {
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { omitUnstated, YAML_OPTIONS } from './markdown.ts';
import { matchEntries } from './match-entries.ts';

// Changes fields in YAML. What does not change keeps its bytes: comments, order, quotes, line breaks.

type Fields = Record<string, unknown>;

/** A replacement of part of the text. Those of one list do not overlap, and come in the order of the text. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The text, and the line break for what is added to it. */
interface Source {
  text: string;
  lineBreak: string;
}

const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Serializes a value for comparison: the order of names, and members that state nothing, make no difference. */
const comparable = (value: unknown) => stringify(value, omitUnstated, { sortMapEntries: true, lineWidth: 0 });

/** Whether two values of a field state the same. */
export const isSameValue = (name: string, a: unknown, b: unknown): boolean =>
  a === b || comparable({ [name]: a }) === comparable({ [name]: b });

const isStated = (name: string, value: unknown) => omitUnstated(name, value) !== undefined;

/** Applies edits to the part of a text from `start` to `end`. */
function applyEdits(text: string, edits: readonly Edit[], start = 0, end = text.length): string {
  let [result, at] = ['', start];
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, end);
}

const lineStart = ({ text }: Source, offset: number) => text.lastIndexOf('\n', offset - 1) + 1;

/** Returns the offset behind the line break that ends the line, or behind the last one of a block of text. */
function lineEnd({ text }: Source, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** Returns where the content of a value ends, without comments behind it. */
function contentEnd(node: unknown, otherwise: number): number {
  if ((isMap(node) || isSeq(node)) && !node.flow) {
    const last = node.items.at(-1);
    if (last !== undefined)
      return 'key' in (last as Pair) ? pairEnd(last as Pair, otherwise) : contentEnd(last, otherwise);
  }
  return (node as Node | null)?.range?.[1] ?? otherwise;
}

const pairStart = ({ key }: Pair) => (key as Node).range?.[0] ?? 0;
const pairEnd = ({ key, value }: Pair, otherwise = 0): number =>
  Math.max(contentEnd(value, 0), (key as Node).range?.[1] ?? otherwise);

const nameOf = ({ key }: Pair) => (isScalar(key) ? String(key.value) : '');

/** Indents the lines after the first, and gives them the text's line breaks. */
const indented = (yaml: string, indent: number, { lineBreak }: Source): string =>
  yaml.replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(indent)}`).replaceAll('\n', lineBreak);

/** Renders a field. A list on one line stays on one line. */
function renderField(name: string, value: unknown, old: unknown): string {
  const isOnOneLine =
    (isSeq(old) || isMap(old)) && old.flow === true && (old.items.length > 0 || Array.isArray(value));
  if (isOnOneLine) {
    const flow = stringify(value, omitUnstated, {
      ...YAML_OPTIONS,
      collectionStyle: 'flow',
      flowCollectionPadding: false,
    });
    if (flow.length <= 120 && !flow.trimEnd().includes('\n') && !flow.includes('{'))
      return `${stringify(name).trimEnd()}: ${flow}`;
  }
  return stringify({ [name]: value }, omitUnstated, YAML_OPTIONS);
}

/** Returns the edit that gives a field another value. */
function replacePair(source: Source, pair: Pair, value: unknown): Edit {
  const start = pairStart(pair);
  const indent = start - lineStart(source, start);
  const end = lineEnd(source, pairEnd(pair));
  const valueEnd = start + source.text.slice(start, Math.max(pairEnd(pair), start)).trimEnd().length;
  const [behind] = source.text.slice(valueEnd, end).split(/\r?\n/, 1);
  const comment = behind?.includes('#') && !isBlockText(pair.value) ? behind : '';
  const rendered = indented(renderField(nameOf(pair), value, pair.value), indent, source);
  const isOneLine = rendered.indexOf('\n') === rendered.length - 1;
  const text = isOneLine
    ? rendered.trimEnd() + comment + source.lineBreak
    : (comment ? comment.trim() + source.lineBreak + ' '.repeat(indent) : '') + rendered;
  return { start, end, text };
}

const isBlockText = (node: unknown) => isScalar(node) && /^BLOCK/.test(node.type ?? '');

/** Returns the edits that turn the fields of a map into others; undefined if it has to be written anew. */
function editMap(source: Source, map: YAMLMap, from: Fields, to: Fields): Edit[] | undefined {
  const pairs = map.items as Pair[];
  const first = pairs[0];
  if (map.flow || !first) return undefined;
  const edits: Edit[] = [];
  for (const pair of pairs) {
    const name = nameOf(pair);
    if (isSameValue(name, from[name], to[name])) continue;
    if (isStated(name, to[name])) {
      edits.push(
        ...(editValue(source, pair.value, from[name], to[name]) ?? [replacePair(source, pair, to[name])]),
      );
      continue;
    }
    const start = lineStart(source, pairStart(pair));
    // The first field of an entry stands behind the dash.
    if (source.text.slice(start, pairStart(pair)).trim() !== '') return undefined;
    edits.push({ start, end: lineEnd(source, pairEnd(pair)), text: '' });
  }
  const names = new Set(pairs.map(nameOf));
  const added = Object.keys(to).filter((name) => !names.has(name) && isStated(name, to[name]));
  if (added.length === 0) return edits;
  const indent = pairStart(first) - lineStart(source, pairStart(first));
  const end = lineEnd(source, pairEnd(pairs.at(-1) as Pair));
  const text = added.map(
    (name) => ' '.repeat(indent) + indented(renderField(name, to[name], null), indent, source),
  );
  return [...edits, { start: end, end, text: text.join('') }];
}

/** Returns the edits that turn a value into another; undefined if it has to be written anew. */
function editValue(source: Source, node: unknown, from: unknown, to: unknown): Edit[] | undefined {
  if (isMap(node) && isObject(from) && isObject(to)) return editMap(source, node, from, to);
  if (isSeq(node) && Array.isArray(from) && Array.isArray(to)) return editList(source, node, from, to);
  return undefined;
}

/** Returns where the entries of a list begin, each at its dash; undefined if one does not begin its line. */
function findDashes(source: Source, list: YAMLSeq): number[] | undefined {
  const token = list.srcToken;
  if (token?.type !== 'block-seq') return undefined;
  const dashes = token.items.flatMap(({ start }) =>
    start.filter(({ type }) => type === 'seq-item-ind').map(({ offset }) => offset),
  );
  const areFirst = dashes.every((dash) => source.text.slice(lineStart(source, dash), dash).trim() === '');
  return areFirst && dashes.length === list.items.length ? dashes : undefined;
}

/** Returns the edit that turns the entries of a list into others: entries that are in both keep their text, wherever they stand. */
function editList(source: Source, list: YAMLSeq, from: unknown[], to: unknown[]): Edit[] | undefined {
  const dashes = list.flow ? undefined : findDashes(source, list);
  const [first] = dashes ?? [];
  if (!dashes || first === undefined || to.length === 0) return undefined;
  const ends = dashes.map((dash, at) => lineEnd(source, contentEnd(list.items[at], dash + 1)));
  const starts = dashes.map((dash, at) => (at === 0 ? lineStart(source, dash) : (ends[at - 1] as number)));
  const indent = first - lineStart(source, first);
  const rendered = (entry: unknown) =>
    ' '.repeat(indent) + indented(stringify([entry], omitUnstated, YAML_OPTIONS), indent, source);
  const matches = matchEntries(from, to);
  const texts = to.map((entry, index) => {
    const at = matches[index];
    if (at === undefined) return rendered(entry);
    const [start = 0, end = 0] = [starts[at], ends[at]];
    if (isSameValue('entry', from[at], entry)) return source.text.slice(start, end);
    const edits = editValue(source, list.items[at], from[at], entry);
    // A comment above the entry stays.
    if (!edits) return source.text.slice(start, lineStart(source, dashes[at] ?? 0)) + rendered(entry);
    return applyEdits(source.text, edits, start, end);
  });
  return [{ start: starts[0] as number, end: ends.at(-1) as number, text: texts.join('') }];
}

const parse = (yaml: string) =>
  parseDocument(yaml, { keepSourceTokens: true, version: '1.2', uniqueKeys: false, logLevel: 'silent' });

/** Replaces whole fields, without a look at what is in them. */
function replaceFields(source: Source, map: YAMLMap, from: Fields, to: Fields): string {
  const edits: Edit[] = [];
  for (const pair of map.items as Pair[]) {
    const name = nameOf(pair);
    if (isSameValue(name, from[name], to[name])) continue;
    const start = lineStart(source, pairStart(pair));
    const isKept = isStated(name, to[name]);
    edits.push(
      isKept ? replacePair(source, pair, to[name]) : { start, end: lineEnd(source, pairEnd(pair)), text: '' },
    );
  }
  const names = new Set((map.items as Pair[]).map(nameOf));
  const added = Object.keys(to).filter((name) => !names.has(name) && isStated(name, to[name]));
  const text = added.map((name) => indented(renderField(name, to[name], null), 0, source)).join('');
  return applyEdits(source.text, edits) + text;
}

/**
 * Changes front matter that states `from` so that it states `to`. Fields that do not change keep their bytes, also within sources
 * and other entries of lists. Only if that is impossible, whole fields or all of the front matter are written anew.
 */
export function editFrontMatter(frontMatter: string, from: Fields, to: Fields): string {
  if (isSameValue('record', from, to)) return frontMatter;
  const source = { text: frontMatter, lineBreak: /\r?\n/.exec(frontMatter)?.[0] ?? '\n' };
  const isRight = (text: string) => {
    const document = parse(text);
    return document.errors.length === 0 && isSameValue('record', document.toJS(), to);
  };
  const { contents } = parse(frontMatter);
  if (isMap(contents) && !contents.flow) {
    const edits = editMap(source, contents, from, to);
    const edited = edits && applyEdits(frontMatter, edits);
    if (edited !== undefined && isRight(edited)) return edited;
    const replaced = replaceFields(source, contents, from, to);
    if (isRight(replaced)) return replaced;
  }
  return stringify(to, omitUnstated, YAML_OPTIONS).replaceAll('\n', source.lineBreak);
}
