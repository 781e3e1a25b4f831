import { findUnprintable, isXmlText } from './characters.ts';
import { type Fault, fieldName, MOST_FAULTS, shownValue } from './fault.ts';
import { languageFaults } from './language-code.ts';
import { pictureRule } from './picture.ts';

// Rules for what is new here. Earlier versions did not have them, so stored stories, exports and backups are read without.

/** Where a field stands in the author's file, if there is one. */
export type Locate = (path: readonly PropertyKey[]) => number | undefined;

/** How far down and how far along a record faults are looked for. */
const [DEPTH, ENTRIES] = [6, 500];

/** Every text of a record, with its place; as much of it as a record may have. */
function* textsOf(value: unknown, path: PropertyKey[] = []): Generator<[PropertyKey[], string]> {
  if (typeof value === 'string') yield [path, value];
  if (value === null || typeof value !== 'object' || path.length >= DEPTH) return;
  const entries = Array.isArray(value) ? value.slice(0, ENTRIES).entries() : Object.entries(value);
  for (const [key, each] of entries) yield* textsOf(each, [...path, key]);
}

/** Characters that no document may hold, by field; those that the record's own rules refuse are told there. */
function characterFaults(record: unknown, locate: Locate | undefined, bodyLine: number | undefined): Fault[] {
  const faults: Fault[] = [];
  for (const [path, text] of textsOf(record)) {
    const found = isXmlText(text) ? findUnprintable(text) : undefined;
    if (!found) continue;
    const isBody = path[0] === 'articleBody' && bodyLine !== undefined;
    const line = isBody ? bodyLine + found.line - 1 : locate?.(path);
    const within = !isBody && found.line > 1 ? `line ${found.line}, ` : '';
    faults.push({
      field: fieldName(path),
      value: shownValue(found.around),
      rule: `${found.rule} (${within}character ${found.column})`,
      ...(line === undefined ? {} : { line }),
    });
    if (faults.length > MOST_FAULTS) break;
  }
  return faults;
}

/** The picture's address, where no browser would load it. */
function pictureFaults(record: unknown, locate: Locate | undefined): Fault[] {
  const { image } = (record ?? {}) as { image?: { url?: unknown } };
  const url = image?.url;
  const rule = typeof url === 'string' ? pictureRule(url) : undefined;
  if (rule === undefined) return [];
  const line = locate?.(['image', 'url']);
  return [{ field: 'image.url', value: shownValue(url), rule, ...(line === undefined ? {} : { line }) }];
}

/** What a new record must not hold, beside what `storySchema` refuses. */
export const inputFaults = (record: unknown, locate?: Locate, bodyLine?: number): Fault[] => [
  ...characterFaults(record, locate, bodyLine),
  ...pictureFaults(record, locate),
  ...languageFaults(record, locate),
];
