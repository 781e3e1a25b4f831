import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { publishable } from '../edition/publishable.ts';
import { describeFault } from '../story/fault.ts';
import { parseStoryFile, parseStoryJson } from '../story/parse.ts';
import type { Story } from '../story/story.ts';

/** What is wrong with some story files, a line each. */
export class BrokenStories extends Error {}

/** A story and the file that it came from. */
export interface StoryFile {
  file: string;
  story: Story;
}

/** Where stories are when no path is given. */
export const DEFAULT_PATHS = ['data/stories'];

const isStoryFile = (name: string) => /\.(md|json)$/.test(name);

/** The story files among the paths: files as they are, and what a folder holds. */
async function listFiles(paths: readonly string[]): Promise<string[]> {
  const files = await Promise.all(
    paths.map(async (path) => {
      if (!(await stat(path)).isDirectory()) return [path];
      return (await readdir(path)).filter(isStoryFile).map((name) => join(path, name));
    }),
  );
  return files.flat().sort();
}

/** Reads a story file; gives the story, or all that is wrong with it, a line each. */
export async function readStoryFile(file: string): Promise<{ story: Story } | { troubles: string[] }> {
  const name = relative('.', file);
  let content: string;
  try {
    content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) return { troubles: [`${name}: must be UTF-8 text`] };
    throw error;
  }
  const slug = basename(file, extname(file));
  const parsed = extname(file) === '.json' ? parseStoryJson(content, slug) : parseStoryFile(content, slug);
  const made = parsed.ok ? publishable(parsed.value, '') : parsed;
  return parsed.ok && made.ok
    ? { story: parsed.value }
    : { troubles: (made.ok ? [] : made.faults).map((fault) => describeFault(fault, name)) };
}

/** Reads every story of files and folders; throws all that is wrong with any of them at once. */
export async function readStories(paths: readonly string[]): Promise<StoryFile[]> {
  const found: StoryFile[] = [];
  const troubles: string[] = [];
  const owners = new Map<string, string>();
  for (const file of await listFiles(paths)) {
    const read = await readStoryFile(file);
    if ('troubles' in read) {
      troubles.push(...read.troubles);
      continue;
    }
    const { slug } = read.story;
    const owner = owners.get(slug);
    if (owner) troubles.push(`${relative('.', file)}: slug: is taken by ${owner} (is "${slug}")`);
    owners.set(slug, relative('.', file));
    found.push({ file, story: read.story });
  }
  if (troubles.length > 0) throw new BrokenStories(troubles.join('\n'));
  // In the order of their dates, which becomes that of their publication.
  return found.sort((a, b) => Date.parse(a.story.datePublished) - Date.parse(b.story.datePublished));
}
