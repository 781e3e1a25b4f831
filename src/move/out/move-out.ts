import { createWriteStream, existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError } from '../../cli/command-error.ts';
import type { Site } from '../../settings/site.ts';
import type { Source, WriteFile } from './format.ts';
import { type Format, generalLosses, lossesOf, whyLeftOut } from './losses.ts';
import { AuthorList, moveStory } from './moved-story.ts';
import { Report, reportHead } from './report.ts';
import { Spool } from './spool.ts';

/** The systems by format: what they are called, and what is written if the command names no file. */
export const SYSTEMS: Record<Format, { name: string; target: string }> = {
  wxr: { name: 'WordPress', target: 'wordpress.xml' },
  ghost: { name: 'Ghost', target: 'ghost.json' },
  markdown: { name: 'Hugo', target: 'hugo' },
  jsonfeed: { name: 'JSON Feed readers', target: 'feed.json' },
};

/** What moves out, and where to. */
interface MoveOut {
  format: Format;
  /** The file or, for Markdown, the folder to write. */
  target: string;
  site: Site;
  /** The lines of an export. */
  lines: AsyncIterable<string>;
  /** Returns the bytes of a picture at a path of the site. */
  findPicture: Source['findPicture'];
}

/** Refuses a target that cannot be written, or that would mix with other files. */
async function checkTarget(format: Format, target: string): Promise<void> {
  if (!existsSync(dirname(target)))
    throw new CommandError(`Folder not found: ${dirname(target)}. Create it first.`);
  const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    if (error.code === 'ENOTDIR') return 'file';
    throw error;
  });
  if (format !== 'markdown' && Array.isArray(entries))
    throw new CommandError(`${target} is a folder. Name the file to write.`);
  if (format === 'markdown' && entries !== undefined && entries.length > 0)
    throw new CommandError(`${target} exists, and is no empty folder. Name another folder, or remove it.`);
}

async function loadWriter(format: Exclude<Format, 'markdown'>): Promise<WriteFile> {
  if (format === 'wxr') return (await import('./write/wordpress.ts')).writeWordPress;
  if (format === 'ghost') return (await import('./write/ghost.ts')).writeGhost;
  return (await import('./write/json-feed.ts')).writeJsonFeed;
}

/** Makes what a format is written from. Losses of stories go to the report when they are first asked for. */
function makeSource({ format, site, findPicture }: MoveOut, spool: Spool, report: Report): Source {
  const authors = new AuthorList(site);
  return {
    site,
    spool,
    authors,
    async *stories(order) {
      for await (const exported of spool.stories(order)) {
        const why = whyLeftOut(exported, format);
        if (why) {
          await report.add([why]);
          continue;
        }
        const moved = moveStory(exported, site, authors);
        report.counts.stories++;
        if (moved.isScheduled) report.counts.scheduled++;
        await report.add(lossesOf(moved, format, site));
        yield moved;
      }
    },
    async *records() {
      for await (const exported of spool.stories()) if (!whyLeftOut(exported, format)) yield exported;
    },
    lose: (loss) => report.add([loss]),
    countPage: () => {
      report.counts.pages++;
    },
    countPicture: () => {
      report.counts.pictures++;
    },
    findPicture,
  };
}

/** Writes the export in the format. Nothing is at `target` before it is complete. */
async function write({ format, target }: MoveOut, source: Source): Promise<void> {
  const part = `${target}.part`;
  await rm(part, { recursive: true, force: true });
  if (format === 'markdown') {
    await mkdir(part);
    await (await import('./write/markdown.ts')).writeMarkdown(source, part);
    await rm(target, { recursive: true, force: true });
  } else {
    await pipeline(Readable.from((await loadWriter(format))(source)), createWriteStream(part));
  }
  await rename(part, target);
}

/**
 * Writes every public and scheduled story in a format of another system, and beside it a report of what that does not hold. Memory
 * holds one story, and some bytes for each of the others. Returns the report, and the path of its file.
 */
export async function moveOut(move: MoveOut): Promise<{ report: Report; reportFile: string }> {
  const { format, target } = move;
  await checkTarget(format, target);
  const reportFile = `${target}.report.md`;
  const lines = `${reportFile}.part`;
  const report = new Report((text) => appendFile(lines, text));
  const spool = await Spool.fill(move.lines, `${target}.export.part`);
  try {
    await writeFile(lines, '');
    await write(move, makeSource(move, spool, report));
    await report.add(generalLosses(format, spool.redirects));
    await report.flush();
    await writeFile(reportFile, reportHead(report, target, SYSTEMS[format].name));
    await appendFile(reportFile, await readFile(lines));
    return { report, reportFile };
  } finally {
    await spool.close();
    for (const part of [lines, `${target}.part`]) await rm(part, { recursive: true, force: true });
  }
}
