import { canonicalJson } from '../../../lib/canonical-json.ts';
import {
  hashOf,
  isSignatureOf,
  recordHash,
  type Statement,
  statementSchema,
} from '../../../site/story/history/statement.ts';
import type { Fault } from '../../../site/story/parse/fault.ts';
import type { ExportedRevision } from './export-line.ts';

type Sealed = ExportedRevision & { seal: NonNullable<ExportedRevision['seal']> };

/**
 * Returns the first fault of the statements in a line of an export: one that does not fit its story, its revision, its hash, its
 * signature or the statement before. `story` is the permanent id; null if the record does not state it. Such a chain is refused, because readers could not check it.
 */
export async function sealFaults(
  revisions: readonly ExportedRevision[],
  story: string | null,
  line: string,
): Promise<Fault[]> {
  let previous: string | undefined;
  for (const [index, revision] of revisions.entries()) {
    if (!revision.seal) continue;
    const fault = await faultOf(revision as Sealed, story, previous);
    if (fault) return [{ ...fault, field: `${line}.revisions[${index}].seal.${fault.field}` }];
    previous = revision.seal.hash;
  }
  return [];
}

/** Returns the fault of a sealed revision; undefined if it has none. `previous` is the hash of the statement before, if known. */
async function faultOf(
  { seal, ...revision }: Sealed,
  story: string | null,
  previous: string | undefined,
): Promise<Fault | undefined> {
  const refuse = (field: string, value: string | null, rule: string): Fault => ({
    field,
    value: JSON.stringify(value),
    rule,
  });
  const { statement, hash, signature, key } = seal;
  const stated = parseStatement(statement);
  if (!stated) return refuse('statement', statement, 'must be a statement as canonical JSON (RFC 8785)');
  if (story !== null && stated.story !== story) {
    return refuse('statement', statement, 'must be about the story of its line');
  }
  if (stated.revision !== revision.revision || stated.reason !== revision.reason) {
    return refuse('statement', statement, 'must have the number and the reason of its revision');
  }
  if (stated.record !== (await recordHash(revision.sealedRecord))) {
    return refuse('statement', statement, 'must have the hash of its record');
  }
  if (previous !== undefined && stated.previous !== previous) {
    return refuse('statement', statement, 'must have the hash of the statement before');
  }
  if (hash !== (await hashOf(statement))) return refuse('hash', hash, 'must be the hash of the statement');
  if (signature !== null && key !== null && !(await isSignatureOf(statement, signature, key))) {
    return refuse('signature', signature, 'must be a signature of the statement by its key');
  }
  return undefined;
}

function parseStatement(text: string): Statement | undefined {
  try {
    const parsed = statementSchema.safeParse(JSON.parse(text));
    return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
