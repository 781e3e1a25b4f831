import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { identitySchema } from '../../settings/identity-schema.ts';
import type { Site } from '../../settings/site.ts';
import { parseSite } from '../../settings/site-schema.ts';
import { escapeInvisible, faultAt, faultsFromZod, formatFault } from '../../site/story/parse/fault.ts';
import { CommandError, InvalidFiles } from '../command-error.ts';
import { findBrandFaults } from './brand-files.ts';

const NAME = 'data/site.json';
export const siteFile = fileURLToPath(new URL(`../../../${NAME}`, import.meta.url));
const publicFolder = fileURLToPath(new URL('../../../data/public', import.meta.url));

/** Finds the line of a JSON syntax error from the parser's message; the last line if it names no position. */
function findSyntaxErrorLine(text: string, message: string): number {
  const [, position] = /position (\d+)/.exec(message) ?? [];
  return text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
}

/** Finds the line of a field in a JSON text; of a field that is missing, the line of what lacks it. */
function findFieldLine(text: string, path: readonly PropertyKey[]): number | undefined {
  const counter = new LineCounter();
  // JSON is YAML, and the YAML parser keeps positions.
  const document = parseDocument(text, { lineCounter: counter });
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return undefined;
}

/** Reads `data/site.json`: its text, and what it says. Throws a `CommandError` with everything that is wrong, with line numbers. */
export async function readIdentity(file = siteFile) {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new CommandError(
      `${NAME} is missing. It holds the site's name and settings. Restore it: git checkout ${NAME}`,
    );
  });
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    throw new InvalidFiles([
      `${NAME}:${findSyntaxErrorLine(text, message)}: must be JSON: ${escapeInvisible(message)}`,
    ]);
  }
  const parsed = identitySchema.safeParse(written);
  if (parsed.success) return { text, written, identity: parsed.data };
  const faults = faultsFromZod(parsed.error, written, (path) => findFieldLine(text, path));
  throw new InvalidFiles(faults.map((fault) => formatFault(fault, NAME)));
}

/** Reads `data/site.json` as the Worker will, and checks the files that its brand names. Throws as `readIdentity` does. */
export async function readSiteFile(url: string, file = siteFile): Promise<Site> {
  const { text, written, identity } = await readIdentity(file);
  const brandFaults = await findBrandFaults(identity.brand, publicFolder);
  if (brandFaults.length > 0) {
    const locate = (path: readonly PropertyKey[]) => findFieldLine(text, path);
    throw new InvalidFiles(
      brandFaults.map(({ path, rule }) => formatFault(faultAt(path, undefined, rule, locate), NAME)),
    );
  }
  try {
    return parseSite(written, url);
  } catch (error) {
    throw new InvalidFiles([(error as Error).message]);
  }
}
