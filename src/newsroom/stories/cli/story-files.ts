import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import * as z from 'zod';
import { InvalidFiles } from '../../../cli/command-error.ts';
import type { Site } from '../../../settings/site.ts';
import { siteSchema } from '../../../settings/site-schema.ts';
import { makeStorableArticle } from '../../../site/edition/storable-article.ts';
import { parsePicturePath } from '../../../site/pictures/address.ts';
import { parseBodyPicture } from '../../../site/story/body-picture.ts';
import { checkEvidence, type EvidenceCheck } from '../../../site/story/evidence-policy.ts';
import { storySlug } from '../../../site/story/fields.ts';
import { parseMarkdown } from '../../../site/story/markdown.ts';
import { type Fault, formatFault, formatValue } from '../../../site/story/parse/fault.ts';
import { type LintResult, lintStory } from '../../../site/story/parse/lint.ts';
import {
  type FileLines,
  findDraftLine,
  parseStoryFile,
  parseStoryJson,
} from '../../../site/story/parse/parse.ts';
import { type WrittenStory, withDate } from '../../../site/story/story.ts';
import { findPlaceholders } from './template.ts';

/** The site serves the files in this folder. */
const PUBLIC = new URL('../../../../data/public/', import.meta.url);

/** Returns the paths of the pictures that a text shows, each with its line, from 0. */
const pathsIn = (text: string): { path: string; at: number }[] =>
  parseMarkdown(text).flatMap(({ children, map }) =>
    (children ?? [])
      .filter(({ type }) => type === 'image')
      .flatMap((token) => parseBodyPicture(String(token.attrGet('src') ?? '')) ?? [])
      .map(({ path }) => ({ path, at: map?.[0] ?? 0 })),
  );

/** Whether a path leads to a file of this site that is not there. Uploaded pictures are on the server alone. */
async function isMissing(path: string): Promise<boolean> {
  if (!path.startsWith('/') || parsePicturePath(path)) return false;
  const found = await stat(new URL(`.${path}`, PUBLIC)).catch(() => undefined);
  return found?.isFile() !== true;
}

/** Warns of pictures of the story and of its text that have a path on this site, but no such file exists. */
async function checkPictures(
  { image, articleBody }: WrittenStory,
  lines: FileLines | undefined,
): Promise<Fault[]> {
  const named = [
    ...(image ? [{ field: 'image.url', path: image.url, line: lines?.locate(['image', 'url']) }] : []),
    ...pathsIn(articleBody).map(({ path, at }) => ({
      field: 'articleBody',
      path,
      line: lines && lines.body + at,
    })),
  ];
  const missing = await Promise.all(named.map(({ path }) => isMissing(path)));
  return named
    .filter((_, index) => missing[index])
    .map(({ field, path, line }) => ({
      field,
      value: formatValue(path),
      rule: 'is not a file in data/public, so readers will see no picture. Put the file there, or correct the path',
      ...(line === undefined ? {} : { line }),
    }));
}

/** Throws `InvalidFiles` unless a story can have this slug. */
export function checkSlug(slug: string): void {
  const { error } = storySlug.safeParse(slug);
  if (error) throw new InvalidFiles([`slug: ${error.issues[0]?.message} (is ${JSON.stringify(slug)})`]);
}

/** A story with its file and the likely mistakes in it. */
export interface StoryFile {
  file: string;
  story: WrittenStory;
  lint: LintResult;
  /** What came of comparing its TL;DR with its evidence, by the policy in `data/site.json`. */
  evidence: EvidenceCheck;
  /** Whether the file says `draft: true`. */
  isDraft: boolean;
}

/** The settings that stories are checked by. What is wrong in `data/site.json` is reported elsewhere, and left out here. */
const checkedSettings = z.object({
  topics: z.array(z.object({ slug: z.string() })).catch([]),
  evidence: siteSchema.shape.evidence.catch('warn'),
});

async function readSettings(): Promise<{ topics: string[]; evidence: Site['evidence'] }> {
  const text = await readFile(new URL('../../../../data/site.json', import.meta.url), 'utf8').catch(
    () => '{}',
  );
  let identity: unknown = {};
  try {
    identity = JSON.parse(text);
  } catch {
    // Reported elsewhere.
  }
  const { topics, evidence } = checkedSettings.catch({ topics: [], evidence: 'warn' }).parse(identity);
  return { topics: topics.map(({ slug }) => slug), evidence };
}

/** Read if the command line names no path. */
export const DEFAULT_PATHS = ['data/stories'] as const;

/** Leaves out hidden files, such as `.edgewire.json`. */
const isStoryFile = (name: string) => /^[^.].*\.(md|json)$/.test(name);

/** Lists the files that are named, and the story files in the folders that are named. */
export async function listStoryFiles(
  paths: readonly string[],
): Promise<{ file: string; isNamed: boolean }[]> {
  const files = await Promise.all(
    paths.map(async (path) => {
      if (!(await stat(path)).isDirectory()) return [{ file: path, isNamed: true }];
      const names = (await readdir(path)).filter(isStoryFile);
      return names.map((name) => ({ file: join(path, name), isNamed: false }));
    }),
  );
  return files.flat().sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** A file's story and what was found in it, or everything that is wrong with it, a line each. */
type ReadResult = (Omit<StoryFile, 'file' | 'isDraft'> | { problems: string[] }) & {
  /** Line of `draft: true`, if the file has it. */
  draft: number | undefined;
  text: string;
};

export async function readStoryFile(file: string): Promise<ReadResult> {
  const name = relative('.', file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError)
      return { problems: [`${name}: must be UTF-8 text`], draft: undefined, text: '' };
    throw error;
  }
  const slug = basename(file, extname(file));
  const fromFile = extname(file) === '.json' ? undefined : parseStoryFile(text, slug);
  const parsed = fromFile ?? parseStoryJson(text, slug);
  const made = parsed.ok ? makeStorableArticle(withDate(parsed.value, Date.now()), '') : parsed;
  const lines = fromFile?.ok ? fromFile.lines : undefined;
  const about = { draft: fromFile && findDraftLine(text), text };
  if (!parsed.ok || !made.ok) {
    return { problems: (made.ok ? [] : made.faults).map((fault) => formatFault(fault, name)), ...about };
  }
  const { topics, evidence: policy } = await readSettings();
  const { summary, warnings } = lintStory(parsed.value, topics, lines);
  const lint = { summary, warnings: [...warnings, ...(await checkPictures(parsed.value, lines))] };
  const evidence = checkEvidence(parsed.value, policy, lines?.locate);
  return { story: parsed.value, lint, evidence, ...about };
}

/** What files and folders hold: stories, drafts that were skipped, and everything that is wrong with the rest, a line each. */
interface StoryFiles {
  stories: StoryFile[];
  drafts: string[];
  problems: string[];
}

/**
 * Reads all stories in files and folders, sorted by date: the order in which they are published. With the purpose `check`, reads
 * drafts like the rest. With `publish`, skips the drafts in folders, even broken ones, and rejects a draft that is named.
 */
export async function readAllFiles(
  paths: readonly string[],
  purpose: 'check' | 'publish',
): Promise<StoryFiles> {
  const stories: StoryFile[] = [];
  const drafts: string[] = [];
  const problems: string[] = [];
  const owners = new Map<string, string>();
  for (const { file, isNamed } of await listStoryFiles(paths)) {
    const { draft, text, ...read } = await readStoryFile(file);
    const name = relative('.', file);
    if (draft !== undefined && purpose === 'publish') {
      if (isNamed) problems.push(`${name}:${draft}: is a draft: remove "draft: true" to publish it`);
      else drafts.push(file);
      continue;
    }
    problems.push(...findPlaceholders(text).map((placeholder) => `${name}:${placeholder}`));
    if ('problems' in read) {
      problems.push(...read.problems);
      continue;
    }
    const { slug } = read.story;
    const owner = owners.get(slug);
    if (owner) problems.push(`${name}: slug: is already used by ${owner} (is "${slug}")`);
    owners.set(slug, name);
    stories.push({ file, isDraft: draft !== undefined, ...read });
  }
  const now = Date.now();
  const timeOf = ({ story }: StoryFile) => Date.parse(withDate(story, now).datePublished);
  // At one time, originals come before their translations, because a translation can be published only after them.
  const originals = new Map(
    stories.flatMap(({ story: { slug, identifier, formerSlugs, translationOfWork } }) =>
      [slug, identifier, ...formerSlugs].map((name) => [name, translationOfWork]),
    ),
  );
  const depthOf = ({ story }: StoryFile) => {
    const passed = new Set<string>();
    // A circle ends where it began; publishing it says what is wrong.
    for (let name = story.translationOfWork; name && !passed.has(name); name = originals.get(name) ?? null)
      passed.add(name);
    return passed.size;
  };
  stories.sort((a, b) => timeOf(a) - timeOf(b) || depthOf(a) - depthOf(b));
  return { stories, drafts, problems };
}

/** Like `readAllFiles`, but throws `InvalidFiles` with everything that is wrong with any file. */
export async function readStoryFiles(
  paths: readonly string[],
  purpose: 'check' | 'publish',
): Promise<Omit<StoryFiles, 'problems'>> {
  const { problems, ...read } = await readAllFiles(paths, purpose);
  if (problems.length > 0) throw new InvalidFiles(problems);
  return read;
}

/** Reads all stories in files and folders that are not drafts. */
export const readStories = async (paths: readonly string[]): Promise<StoryFile[]> =>
  (await readStoryFiles(paths, 'publish')).stories;
