import { brokenShapeRule, findRepeatedNames } from '../../../lib/json-checks.ts';
import type { MarkdownFault } from '../markdown-faults.ts';
import {
  escapeInvisible,
  type Fault,
  fieldName,
  formatValue,
  MAX_FAULTS,
  type Parsed,
  refused,
} from './fault.ts';
import { REPEATED_NAME_RULE } from './yaml.ts';
import { explainRule } from './yaml-mistakes.ts';

// What stories and pages share in reading what an author wrote: records in JSON, and the faults of files.

/** Reads a record from JSON that has at most `maxParts` lists, objects and entries. `repeated` are the names that it gives twice. */
export function readJsonRecord(
  text: string,
  maxParts: number,
): Parsed<{ record: unknown; repeated: Fault[] }> {
  const rule = brokenShapeRule(text, maxParts);
  if (rule !== undefined) return refused({ rule });
  let record: unknown;
  try {
    record = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return refused({ rule: `must be JSON: ${escapeInvisible((error as Error).message)}` });
  }
  const repeated = findRepeatedNames(text, MAX_FAULTS).map(
    (path): Fault => ({ field: fieldName(path), value: undefined, rule: REPEATED_NAME_RULE }),
  );
  return { ok: true, value: { record, repeated } };
}

/** Returns the record with a default for its slug. What is no object stays as it is. */
export const withSlug = (record: unknown, slug: string): unknown =>
  record !== null && typeof record === 'object' && !Array.isArray(record) ? { slug, ...record } : record;

/** Returns faults of Markdown as faults of a field; `firstLine` is its first line in the author's file, if it comes from a file. */
export const markdownFieldFaults = (
  field: string,
  found: readonly MarkdownFault[],
  firstLine?: number,
): Fault[] =>
  found.map(({ line, value, rule }) => ({
    field,
    value: formatValue(value),
    rule: firstLine === undefined ? `${rule} (line ${line})` : rule,
    ...(firstLine === undefined ? {} : { line: firstLine + line - 1 }),
  }));

/** Replaces the rules of faults in the front matter, which is before `bodyLine`, by ones that explain a mistake in YAML. */
export function explainFaults(faults: readonly Fault[], frontMatter: string, bodyLine: number): void {
  const lines = frontMatter.split(/\r?\n/);
  for (const fault of faults) {
    const line = fault.line !== undefined && fault.line < bodyLine ? lines[fault.line - 2] : undefined;
    const rule = explainRule(fault.rule, fault.value, line);
    // The new rule already quotes the value.
    if (rule !== undefined) Object.assign(fault, { rule, value: undefined });
  }
}
