import { stat } from 'node:fs/promises';
import { parsePicturePath } from '../../../site/pictures/address.ts';
import { parseBodyPicture } from '../../../site/story/body-picture.ts';
import { parseMarkdown } from '../../../site/story/markdown.ts';
import { type Fault, formatValue } from '../../../site/story/parse/fault.ts';
import type { FileLines } from '../../../site/story/parse/parse.ts';
import type { WrittenStory } from '../../../site/story/story.ts';

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
export async function checkPictures(
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
