import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { describeFault } from '../story/fault.ts';
import { parseStoryFile, parseStoryJson } from '../story/parse.ts';
import type { Story } from '../story/story.ts';

/** What is wrong with some story files, a line each. */
export class BrokenStories extends Error {}

/** Reads every story (`*.md`, `*.json`) of a folder; throws all that is wrong with any of them at once. */
export async function readStories(folder: string): Promise<Story[]> {
  const names = (await readdir(folder)).filter((name) => /\.(md|json)$/.test(name)).sort();
  const stories: Story[] = [];
  const troubles: string[] = [];
  const files = new Map<string, string>();
  for (const name of names) {
    const file = join(folder, name);
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    let content: string;
    try {
      content = text.decode(await readFile(file));
    } catch {
      troubles.push(`${relative('.', file)}: must be UTF-8 text`);
      continue;
    }
    const parsed = name.endsWith('.md')
      ? parseStoryFile(content, basename(name, '.md'))
      : parseStoryJson(content);
    if (!parsed.ok) {
      troubles.push(...parsed.faults.map((fault) => describeFault(fault, relative('.', file))));
      continue;
    }
    const other = files.get(parsed.value.slug);
    if (other)
      troubles.push(`${relative('.', file)}: slug: is taken by ${other} (is "${parsed.value.slug}")`);
    files.set(parsed.value.slug, relative('.', file));
    stories.push(parsed.value);
  }
  if (troubles.length > 0) throw new BrokenStories(troubles.join('\n'));
  return stories;
}
