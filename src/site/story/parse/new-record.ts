import { findUnprintable, isXmlText } from '../../../lib/characters.ts';
import { brokenPictureRule } from '../picture.ts';
import { type Fault, faultAt, fieldName, formatValue, type LineLocator, MAX_FAULTS } from './fault.ts';
import { languageFaults } from './language-code.ts';

// Rules for new records only. Earlier versions did not have these rules, so stored stories, exports and backups may break them.

/** The search for forbidden characters covers this many levels of a record, and entries of each list. */
const [DEPTH, ENTRIES] = [6, 500];

/** Yields each text of a record with its path, within the limits above. */
function* textsOf(value: unknown, path: PropertyKey[] = []): Generator<[PropertyKey[], string]> {
  if (typeof value === 'string') yield [path, value];
  if (value === null || typeof value !== 'object' || path.length >= DEPTH) return;
  const entries = Array.isArray(value) ? value.slice(0, ENTRIES).entries() : Object.entries(value);
  for (const [key, each] of entries) yield* textsOf(each, [...path, key]);
}

/** Finds the first forbidden character of each field. `storySchema` already reports those that XML cannot carry. */
function characterFaults(
  record: unknown,
  locate: LineLocator | undefined,
  bodyLine: number | undefined,
): Fault[] {
  const faults: Fault[] = [];
  for (const [path, text] of textsOf(record)) {
    const found = isXmlText(text) ? findUnprintable(text) : undefined;
    if (!found) continue;
    const isBody = path[0] === 'articleBody' && bodyLine !== undefined;
    const line = isBody ? bodyLine + found.line - 1 : locate?.(path);
    const within = !isBody && found.line > 1 ? `line ${found.line}, ` : '';
    faults.push({
      field: fieldName(path),
      value: formatValue(found.around),
      rule: `${found.rule} (${within}character ${found.column})`,
      ...(line === undefined ? {} : { line }),
    });
    if (faults.length > MAX_FAULTS) break;
  }
  return faults;
}

/** Finds a picture that browsers would not load. */
function pictureFaults(record: unknown, locate: LineLocator | undefined): Fault[] {
  const { image } = (record ?? {}) as { image?: { url?: unknown } };
  const url = image?.url;
  const rule = typeof url === 'string' ? brokenPictureRule(url) : undefined;
  if (rule === undefined) return [];
  return [faultAt(['image', 'url'], url, rule, locate)];
}

/** Returns the faults of a record by the rules for new records only. `storySchema` checks the other rules. */
export const newRecordFaults = (record: unknown, locate?: LineLocator, bodyLine?: number): Fault[] => [
  ...characterFaults(record, locate, bodyLine),
  ...pictureFaults(record, locate),
  ...languageFaults(record, locate),
];
