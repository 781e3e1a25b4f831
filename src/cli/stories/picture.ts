import { stat } from 'node:fs/promises';
import { parsePicturePath } from '../../pictures/address.ts';
import { type Fault, formatValue } from '../../story/parse/fault.ts';
import type { FileLines } from '../../story/parse/parse.ts';
import type { Story } from '../../story/story.ts';

/** The site serves the files in this folder. */
const PUBLIC = new URL('../../../data/public/', import.meta.url);

/** Warns if the story's picture has a path on this site, but no such file exists. Uploaded pictures are on the server alone. */
export async function checkPicture({ image }: Story, lines: FileLines | undefined): Promise<Fault[]> {
  if (!image?.url.startsWith('/') || parsePicturePath(image.url)) return [];
  const found = await stat(new URL(`.${image.url}`, PUBLIC)).catch(() => undefined);
  if (found?.isFile()) return [];
  const line = lines?.locate(['image', 'url']);
  return [
    {
      field: 'image.url',
      value: formatValue(image.url),
      rule: 'is not a file in data/public, so readers will see no picture. Put the file there, or correct the path',
      ...(line === undefined ? {} : { line }),
    },
  ];
}
