import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSiteFile } from '../../src/cli/worker/site-file.ts';
import type { Format, Loss } from '../../src/move/out/losses.ts';
import { moveOut } from '../../src/move/out/move-out.ts';
import type { Report } from '../../src/move/out/report.ts';
import { readStories } from '../../src/newsroom/stories/cli/story-files.ts';
import { storyFields } from '../../src/site/story/story.ts';

/** The site of the samples. */
export const site = await readSiteFile('https://news.example');

export type Record = ReturnType<(typeof storyFields)['parse']> & { identifier: string };

/** Every sample story, in many languages and scripts. */
export const samples: readonly Record[] = (await readStories(['data/stories', 'test/stories'])).map(
  ({ story }) => ({
    ...storyFields.parse(story),
    identifier: story.identifier ?? `tag:news.example,2026:stories/${story.slug}`,
  }),
);

/** Makes a story of a few fields. */
export const storyOf = (fields: Partial<Record> = {}): Record => {
  const slug = fields.slug ?? 'a-story';
  const parsed = storyFields.parse({
    slug,
    headline: 'A headline',
    abstract: 'What happened.',
    articleBody: 'What we think.\n',
    inLanguage: 'en',
    datePublished: '2026-03-04T09:30:00+01:00',
    ...fields,
  });
  return { ...parsed, identifier: fields.identifier ?? `tag:news.example,2026:stories/${slug}` };
};

interface Exported {
  record: Record;
  status?: 'published' | 'scheduled' | 'withdrawn';
  /** How many revisions it had before. */
  earlier?: number;
}

/** Makes the lines of an export. */
export function exportLines(stories: readonly Exported[], more: readonly object[] = []): string[] {
  const lines = stories.map(({ record, status = 'published', earlier = 0 }) => ({
    exported: {
      status,
      changed: '2026-11-20T12:00:00.000Z',
      reason: status === 'withdrawn' ? 'It was wrong.' : null,
      revisions: Array.from({ length: earlier + 1 }, (_, index) => ({
        revision: index + 1,
        record: index === earlier ? record : { ...record, headline: 'An older headline' },
      })),
      places: [],
    },
  }));
  return [...lines, ...more].map((line) => JSON.stringify(line));
}

/** The line of a page's newest revision. */
export const pageLine = (slug: string, title: string, body: string) => ({
  page: {
    slug,
    revision: 1,
    at: '2026-10-01T08:00:00.000Z',
    who: 'ann',
    previous: null,
    record: { slug, title, inLanguage: null, description: 'Who we are.', body },
  },
});

/** A picture's bytes, which stand for any. */
export const PICTURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);

/** Moves an export out in a format, in a folder of its own, and passes what came of it to `look`. */
export async function inFormat<T>(
  format: Format,
  lines: readonly string[],
  look: (target: string, report: Report, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'move-out-'));
  const target = join(
    folder,
    { wxr: 'out.xml', ghost: 'out.json', jsonfeed: 'out.json', markdown: 'out' }[format],
  );
  try {
    const { report } = await moveOut({
      format,
      target,
      site,
      lines: (async function* () {
        yield* lines;
      })(),
      findPicture: async (path) => (path.includes('missing') ? undefined : PICTURE),
    });
    return await look(target, report, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The kinds of losses in a report, with how many there are of each. */
export const kindsOf = (report: Report) =>
  Object.fromEntries(report.kinds.map(({ kind, lines }) => [kind, lines]));

/** The words of a text, without punctuation. */
export const wordsOf = (text: string): string[] => text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

export type { Loss };
