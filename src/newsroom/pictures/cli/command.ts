import { readFile, stat } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import type { Command } from 'commander';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount, formatLocalTime } from '../../../cli/format.ts';
import { MAX_PICTURE_BYTES } from '../../../site/pictures/limits.ts';
import { pictureMarkdown } from '../../../site/story/body-picture.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { UploadedPicture } from '../desk/picture.ts';
import { addSizes, picturesOf, resize } from './sizes.ts';

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
