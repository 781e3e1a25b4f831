import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { stringify } from 'yaml';
import { CommandError, InvalidFiles } from '../../../cli/command-error.ts';
import { editFrontMatter } from '../../../site/export/edit-front-matter.ts';
import { parsePageFile } from '../../../site/site-page/parse.ts';
import { isSamePage, type SitePage } from '../../../site/site-page/site-page.ts';
import { joinAuthorFile, newAuthorFile } from '../../../site/story/parse/author-file.ts';
import { formatFault } from '../../../site/story/parse/fault.ts';
import { readAuthorFile } from '../../../site/story/parse/front-matter.ts';

/** Where the files of pages are. */
export const PAGES_FOLDER = 'data/pages';

/** A page with its file. */
export interface PageFile {
  file: string;
  page: SitePage;
}

/** Lists the files that are named, and the Markdown files in the folders that are named. A folder that is missing has none. */
async function listPageFiles(paths: readonly string[]): Promise<string[]> {
  const files = await Promise.all(
    paths.map(async (path) => {
      if (path.endsWith(PAGES_FOLDER) && !existsSync(path)) return [];
      if (!(await stat(path)).isDirectory()) return [path];
      const names = (await readdir(path)).filter((name) => /^[^.].*\.md$/.test(name));
      return names.map((name) => join(path, name));
    }),
  );
  return files.flat().sort();
}

/** Reads a page and the text of its file, or everything that is wrong with it, a line each. */
export async function readPageFile(
  file: string,
): Promise<(PageFile & { text: string }) | { file: string; problems: string[] }> {
  const name = relative('.', file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) return { file, problems: [`${name}: must be UTF-8 text`] };
    throw error;
  }
  const parsed = parsePageFile(text, basename(file, extname(file)));
  return parsed.ok
    ? { file, page: parsed.value, text }
    : { file, problems: parsed.faults.map((fault) => formatFault(fault, name)) };
}

/**
 * Returns the file in `data/pages` of the page at a slug, whatever its name is; if none is, the name of a new one. Throws if another
 * page's file has that name.
 */
export async function fileOfPage(slug: string): Promise<string> {
  const expected = join(PAGES_FOLDER, `${slug}.md`);
  let other: string | undefined;
  for (const file of await listPageFiles([PAGES_FOLDER])) {
    const read = await readPageFile(file);
    if (!('page' in read)) continue;
    if (read.page.slug === slug) return file;
    if (file === expected) other = read.page.slug;
  }
  if (other === undefined) return expected;
  throw new CommandError(
    `${expected} is the file of /${other}, so /${slug} was not pulled. Rename it to ${other}.md, then pull again.`,
  );
}

/** Reads the pages in files and folders. Throws `InvalidFiles` with everything that is wrong with any file. */
export async function readPages(paths: readonly string[] = [PAGES_FOLDER]): Promise<PageFile[]> {
  const pages: PageFile[] = [];
  const problems: string[] = [];
  const owners = new Map<string, string>();
  for (const file of await listPageFiles(paths)) {
    const read = await readPageFile(file);
    if ('problems' in read) {
      problems.push(...read.problems);
      continue;
    }
    const { slug } = read.page;
    const owner = owners.get(slug);
    if (owner !== undefined)
      problems.push(`${relative('.', file)}: slug: is already used by ${owner} (is "${slug}")`);
    owners.set(slug, relative('.', file));
    pages.push(read);
  }
  if (problems.length > 0) throw new InvalidFiles(problems);
  return pages;
}

/** Writes a page as a new file. */
function newText({ slug: _slug, title, inLanguage, description, body }: SitePage): string {
  const fields = {
    title,
    ...(description === null ? {} : { description }),
    ...(inLanguage === null ? {} : { inLanguage }),
  };
  return newAuthorFile(stringify(fields, { lineWidth: 0 }), body);
}

/**
 * Writes a page as its author's file. `old` is the text of the present file: what the page does not change keeps its bytes, comments
 * and line breaks included.
 */
export function pageText(page: SitePage, old?: string): string {
  const read = old === undefined ? undefined : readAuthorFile(old);
  if (!read?.ok) return newText(page);
  const { slug, title, inLanguage, description, body } = page;
  const { parts, record } = read;
  const fields = { ...record, title, inLanguage, description, ...('slug' in record ? { slug } : {}) };
  const frontMatter = editFrontMatter(parts.frontMatter, record, fields);
  const hasCrlf = /\r\n/.test(old ?? '') && !/(?<!\r)\n/.test(old ?? '');
  const text = joinAuthorFile({
    ...parts,
    frontMatter,
    body: hasCrlf ? body.replaceAll(/\r?\n/g, '\r\n') : body,
  });
  const parsed = parsePageFile(text, slug);
  return parsed.ok && isSamePage(parsed.value, page) ? text : newText(page);
}
