import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import * as z from 'zod';
import { publishable } from '../edition/publishable.ts';
import { describeFault } from '../story/fault.ts';
import { type Lint, lintStory } from '../story/lint.ts';
import { parseStoryFile, parseStoryJson } from '../story/parse.ts';
import type { Story } from '../story/story.ts';

/** What is wrong with some story files, a line each. */
export class BrokenStories extends Error {}

/** A story, the file that it came from, and what is most likely not as its author meant it. */
export interface StoryFile {
  file: string;
  story: Story;
  lint: Lint;
}

/** The topics of the site; none where `data/site.json` cannot be read, which is told elsewhere. */
async function siteTopics(): Promise<string[]> {
  const text = await readFile(new URL('../../data/site.json', import.meta.url), 'utf8').catch(() => '{}');
  const topics = z.object({ topics: z.array(z.object({ slug: z.string() })) });
  try {
    return topics.parse(JSON.parse(text)).topics.map(({ slug }) => slug);
  } catch {
    return [];
  }
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

/** Reads a story file; gives the story and what to warn of, or all that is wrong with it, a line each. */
export async function readStoryFile(
  file: string,
): Promise<{ story: Story; lint: Lint } | { troubles: string[] }> {
  const name = relative('.', file);
  let content: string;
  try {
    content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) return { troubles: [`${name}: must be UTF-8 text`] };
    throw error;
  }
  const slug = basename(file, extname(file));
  const fromFile = extname(file) === '.json' ? undefined : parseStoryFile(content, slug);
  const parsed = fromFile ?? parseStoryJson(content, slug);
  const made = parsed.ok ? publishable(parsed.value, '') : parsed;
  const lines = fromFile?.ok ? fromFile.lines : undefined;
  return parsed.ok && made.ok
    ? { story: parsed.value, lint: lintStory(parsed.value, await siteTopics(), lines) }
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
    found.push({ file, ...read });
  }
  if (troubles.length > 0) throw new BrokenStories(troubles.join('\n'));
  // In the order of their dates, which becomes that of their publication.
  return found.sort((a, b) => Date.parse(a.story.datePublished) - Date.parse(b.story.datePublished));
}
