import { readFile, stat } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import type { Command } from 'commander';
import type * as z from 'zod';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount, formatLocalTime } from '../../../cli/format.ts';
import { MAX_PICTURE_BYTES } from '../../../site/pictures/limits.ts';
import { pictureMarkdown } from '../../../site/story/body-picture.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { pictureListSchema } from '../api/schemas.ts';
import type { UploadedPicture } from '../desk/picture.ts';
import { addSizes, missingWidths } from './sizes.ts';

/** Writes a text as a string of YAML. */
const quoted = (text: string) => JSON.stringify(text);

/** Makes the lines of front matter that show the picture with a story. */
function frontMatter({ url, alt, credit, width, height, encodingFormat }: UploadedPicture): string {
  const lines = [
    'image:',
    `  url: ${url}`,
    ...(alt === null ? [] : [`  alt: ${quoted(alt)}`]),
    ...(credit === null ? [] : [`  credit: ${quoted(credit)}`]),
    `  width: ${width}`,
    `  height: ${height}`,
    `  encodingFormat: ${encodingFormat}`,
  ];
  return lines.join('\n');
}

async function add(api: ApiClient, file: string, texts: { alt?: string; credit?: string }): Promise<void> {
  const name = relative('.', file);
  if ((await stat(file)).size > MAX_PICTURE_BYTES) {
    throw new CommandError(`${name}: a picture has at most ${MAX_PICTURE_BYTES / 1e6} MB. Make it smaller.`);
  }
  const query = new URLSearchParams({ name: basename(file), ...texts });
  const bytes = await readFile(file);
  const response = await api.request('POST', `/media?${query}`, {
    headers: { 'Content-Type': 'application/octet-stream' },
    body: bytes,
  });
  const picture = await addSizes(api, (await response.json()) as UploadedPicture, bytes);
  const done = response.status === 201 ? 'uploaded' : 'was uploaded before';
  console.log(`${name}: ${done}, ${picture.width} × ${picture.height} pixels: ${api.url}${picture.url}`);
  if (picture.alt === null) console.log('It has no alternative text (--alt) for readers who cannot see it.');
  console.log(`\nTo show it with a story, add to the front matter:\n\n${frontMatter(picture)}`);
  console.log(`\nTo show it in the text, add a paragraph:\n\n${pictureMarkdown(picture)}`);
}

/** Yields all uploaded pictures, the newest first. */
async function* picturesOf(api: ApiClient): AsyncGenerator<UploadedPicture> {
  for (let before: string | undefined = ''; before !== undefined; ) {
    const query: string = before === '' ? '' : `&before=${encodeURIComponent(before)}`;
    const page: z.output<typeof pictureListSchema> = await api.json('GET', `/media?limit=100${query}`);
    yield* page.pictures as UploadedPicture[];
    before = page.next;
  }
}

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)} kB`;

/** Makes the smaller sizes that pictures lack. If it is interrupted, the next run goes on. */
async function resize(api: ApiClient): Promise<void> {
  let [changed, known] = [0, 0];
  for await (const picture of picturesOf(api)) {
    known++;
    const bytes = missingWidths(picture).length > 0 ? await api.findPicture(picture.url) : undefined;
    if (!bytes) continue;
    const { sizes } = await addSizes(api, picture, bytes);
    if (sizes.length === picture.sizes.length) continue;
    changed++;
    const made = sizes.map((size) => `${size.width} pixels ${kilobytes(size.bytes)}`).join(', ');
    console.log(`${escapeInvisible(picture.name)}: ${kilobytes(picture.bytes)}; ${made}`);
  }
  console.log(`${formatCount(known, 'picture')}, ${changed} of them with new sizes.`);
  if (changed > 0) console.log('Pages and feeds that show them are written again within ten minutes.');
}

async function list(api: ApiClient): Promise<void> {
  let count = 0;
  for await (const { url, name, alt, width, height, by, at } of picturesOf(api)) {
    count++;
    console.log(
      `${url}  ${escapeInvisible(name)}  ${width} × ${height}  ${escapeInvisible(alt ?? '(no alternative text)')} (${escapeInvisible(by)}, ${formatLocalTime(at)})`,
    );
  }
  console.log(count === 0 ? 'No pictures.' : `${formatCount(count, 'picture')}.`);
}

/** `media add`, `media list` and `media resize`: uploaded pictures. */
export function addMedia(program: Command, createClient: CreateClient): void {
  const media = program
    .command('media')
    .alias('pictures')
    .description('upload pictures, list them, and make smaller sizes');

  media
    .command('add')
    .argument('<file>', 'JPEG, PNG, WebP, AVIF or GIF, at most 10 MB')
    .option('--alt <text>', 'the text for readers who cannot see the picture')
    .option('--credit <text>', 'who made the picture, and its licence')
    .description('upload a picture without its metadata, and print what a story needs to show it')
    .action(async (file: string, texts: { alt?: string; credit?: string }) =>
      add(await createClient(), file, texts),
    );

  media
    .command('list')
    .description('list the uploaded pictures, the newest first')
    .action(async () => list(await createClient()));

  media
    .command('resize')
    .description('make the smaller sizes that uploaded pictures lack')
    .action(async () => resize(await createClient()));
}
