import { isMap, isNode, parseDocument, type YAMLMap } from 'yaml';
import type { SavedField } from '../../../settings/saved-settings.ts';

const onOneLine = (value: unknown) => JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');

/** Formats a value: the entries of a list each on a line of their own. */
const format = (value: unknown, indent: string): string =>
  Array.isArray(value) && value.length > 0
    ? `[\n${value.map((each) => `${indent}  ${onOneLine(each)}`).join(',\n')}\n${indent}]`
    : onOneLine(value);

/** Leaves out what a topic has by default. */
const tidy = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map((each) => (each?.finished === false ? { ...each, finished: undefined } : each))
    : value;

/** Adds a field to an object, as its last. */
function addField(text: string, map: YAMLMap, name: string, value: unknown, indent: string): string {
  const [start = 0, end = 0] = map.range ?? [];
  const last = map.items.at(-1)?.value;
  const field = `${JSON.stringify(name)}: ${format(value, indent)}`;
  if (!isNode(last) || !last.range) return `${text.slice(0, start)}{ ${field} }${text.slice(end)}`;
  const isSpread = text.slice(start, end).includes('\n');
  const at = last.range[1];
  return `${text.slice(0, at)},${isSpread ? `\n${indent}` : ' '}${field}${text.slice(at)}`;
}

/** Returns the text of data/site.json with another value of a field. Whatever else stands in it stays as it is written. */
export function withField(text: string, field: SavedField, value: unknown): string {
  const path = field.split('.');
  // JSON is YAML, and the YAML parser keeps positions.
  const document = parseDocument(text);
  const indent = '  '.repeat(path.length);
  const node = document.getIn(path, true);
  if (isNode(node) && node.range) {
    const [start, end] = node.range;
    return `${text.slice(0, start)}${format(tidy(value), indent)}${text.slice(end)}`;
  }
  const [outer = '', inner] = path;
  const parent = inner === undefined ? document.contents : document.get(outer, true);
  if (isMap(parent)) return addField(text, parent, inner ?? outer, tidy(value), indent);
  return addField(text, document.contents as unknown as YAMLMap, outer, { [inner ?? '']: value }, '  ');
}
