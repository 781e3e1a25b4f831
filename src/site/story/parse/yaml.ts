import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { MAX_LEVELS, NESTING_RULE } from '../../../lib/json-checks.ts';
import { type Fault, fieldName, formatValue, type LineLocator, MAX_FAULTS } from './fault.ts';
import { explainComment, explainValue, explainYamlErrors, type Mistake } from './yaml-mistakes.ts';

/** The rule against repeated names. */
export const REPEATED_NAME_RULE = 'must not be given twice';

/** Fields of prose, where a `#` is more likely part of the text than a comment. */
const PROSE = new Set([
  'headline',
  'abstract',
  'name',
  'text',
  'exact',
  'prefix',
  'suffix',
  'caption',
  'alt',
  'credit',
  'ownership',
]);

const nameOf = (key: unknown) => String(isScalar(key) ? key.value : key);

/** Whether lists and maps in a node of this level are nested too deeply. */
function isTooDeep(node: unknown, level: number): boolean {
  const open: [node: unknown, level: number][] = [[node, level]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [inner, at] = next;
    if (!isCollection(inner)) continue;
    if (at > MAX_LEVELS) return true;
    for (const item of inner.items)
      for (const each of isPair(item) ? [item.key, item.value] : [item]) open.push([each, at + 1]);
  }
  return false;
}

/**
 * Parses YAML that begins on line `firstLine` of a file. Returns the document, its faults, and `locate`, which finds the line
 * of a field.
 */
export function parseYaml(text: string, firstLine: number) {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    version: '1.2',
    // We check for repeated names below; the parser would compare every pair of names.
    uniqueKeys: false,
    // We return errors as faults; the parser would also log them and quote a line for each.
    logLevel: 'error',
    prettyErrors: false,
  });
  const lineOf = (node: unknown) =>
    counter.linePos((node as Node | undefined)?.range?.[0] ?? 0).line + firstLine - 1;
  const tooDeep = (field: string, value: string, line: number) => ({
    document,
    faults: [{ field, value: formatValue(value.trim()), rule: NESTING_RULE, line }] satisfies Fault[],
    locate: () => undefined,
  });
  const exhausted = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (exhausted) {
    // Nothing is parsed then, but the field is the last whose name begins a line.
    const before = text.slice(0, exhausted.pos[0]);
    const last = [...before.matchAll(/^([A-Za-z_]\w*):/gm)].at(-1);
    const at = last?.index ?? 0;
    return tooDeep(
      last?.[1] ?? '',
      text.slice(at + (last?.[0].length ?? 0)),
      counter.linePos(at).line + firstLine - 1,
    );
  }
  const { contents } = document;
  const fields = isMap(contents) ? contents.items : [{ key: '', value: contents }];
  const deep = fields.find(
    ({ key, value }) => isTooDeep(key, 2) || isTooDeep(value, isMap(contents) ? 2 : 1),
  );
  if (deep) {
    const field = isCollection(deep.key) || deep.key === '' ? '' : fieldName([nameOf(deep.key)]);
    return tooDeep(field, text.slice((deep.value as Node | null)?.range?.[0] ?? 0), lineOf(deep.key));
  }
  const lines = text.split(/\r?\n/);
  const problems = [...document.errors, ...document.warnings].slice(0, MAX_FAULTS);
  const faults: Fault[] = explainYamlErrors(
    lines,
    problems.map(({ code, message, pos }) => ({ code, message, line: counter.linePos(pos[0]).line - 1 })),
  ).map(({ line, ...fault }) => ({ value: undefined, ...fault, line: line + firstLine }));
  const explained = new Set(faults.map(({ line }) => line));
  const add = (line: number, fault: Omit<Mistake, 'line'>) => {
    if (!explained.has(line)) faults.push({ value: undefined, ...fault, line });
    explained.add(line);
  };
  /** Reports an anchor or alias. Usually it is the beginning of a text that lacks quotes. */
  const addAnchorOrAlias = (node: unknown, rule: string) => {
    const line = lineOf(node);
    // Explain a line once, however many anchors and aliases it has.
    if (!explained.has(line)) add(line, explainValue(lines[line - firstLine]) ?? { field: '', rule });
  };
  visit(document, {
    Alias: (_key, node) => addAnchorOrAlias(node, 'front matter must not use YAML aliases'),
    Scalar: (_key, node) => {
      if (node.anchor) addAnchorOrAlias(node, 'front matter must not use YAML anchors');
    },
    Pair: (_key, { key, value }) => {
      const end = isScalar(value) && value.type === 'PLAIN' ? value.range?.[1] : undefined;
      if (end === undefined || !PROSE.has(nameOf(key))) return;
      if (!/^[ \t]*#[^\s#]/.test(text.slice(end, end + 80))) return;
      const { line } = counter.linePos(end);
      add(line + firstLine - 1, explainComment(nameOf(key), lines[line - 1]));
    },
    Map: (_key, map) => {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        if (isCollection(key)) {
          // Refused before `toJS` turns the name into JSON: that takes twice as long with each level of nesting.
          const rule = 'front matter must not use lists or maps as names';
          if (explained.size > 0) continue;
          faults.push({ field: '', value: undefined, rule, line: lineOf(key) });
          continue;
        }
        const name = nameOf(key);
        const [first, line] = [seen.get(name), lineOf(key)];
        if (first === undefined) seen.set(name, line);
        else {
          const rule = `${REPEATED_NAME_RULE}: line ${first} has it already`;
          faults.push({ field: fieldName([name]), value: undefined, rule, line });
        }
      }
    },
  });
  const indexes = new Map<YAMLMap, Map<string, Pair>>();
  const indexOf = (map: YAMLMap) => {
    const index = indexes.get(map) ?? new Map(map.items.map((pair) => [nameOf(pair.key), pair]));
    indexes.set(map, index);
    return index;
  };
  const locate: LineLocator = (path) => {
    let node: unknown = document.contents;
    let found: number | undefined;
    for (const key of path) {
      if (!isCollection(node)) break;
      const pair = isMap(node) ? indexOf(node).get(String(key)) : undefined;
      const next: unknown = pair ? pair.value : node.get(key, true);
      const place = pair ? pair.key : next;
      if (place === undefined) break;
      found = lineOf(place);
      node = next;
    }
    return found;
  };
  return { document, faults, locate };
}
