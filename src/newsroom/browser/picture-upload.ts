import { isAnimated } from '../../site/pictures/clean-size.ts';
import { recognizeFormat } from '../../site/pictures/formats.ts';
import { makeSizes } from './picture-sizes.ts';
import { t } from './words.ts';

/** The most bytes that the server accepts. To ask it first would cost a reporter on a slow line minutes. */
export const MAX_BYTES = 10_000_000;
export const TOO_LARGE = t(
  'The picture has more than 10 MB. Make it smaller, or save it with a lower quality, and choose it again.',
);

/** What file dialogs offer. An iPhone turns its photos into JPEG if HEIC is not among it. */
export const ACCEPTED = 'image/jpeg,image/png,image/webp,image/avif,image/gif';

/** What the newsroom answers to an upload. */
export interface UploadAnswer {
  /** What the file is called. */
  name: string;
  url: string;
  width: number;
  height: number;
  encodingFormat: string;
  alt: string | null;
  credit: string | null;
}

/** Uploads a picture with its texts. The error of a refusal says why. */
export async function upload(
  file: File,
  texts: Readonly<Partial<Record<'alt' | 'credit', string>>> = {},
): Promise<UploadAnswer> {
  if (file.size > MAX_BYTES) throw new Error(TOO_LARGE);
  const body = new FormData();
  body.append('picture', file);
  for (const [name, text] of Object.entries(texts)) body.append(name, text);
  for (const size of await makeSizes(file)) body.append('size', size);
  const response = await fetch('/newsroom/pictures', {
    method: 'POST',
    body,
    headers: { Accept: 'application/json' },
  }).catch(() => {
    throw new Error(
      t('The newsroom cannot be reached. Nothing is lost: choose the picture again in a moment.'),
    );
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Error(answer.detail ?? t('The picture was not stored. Choose it again.'));
}

/** Whether a picture moves. */
export async function isMoving(file: File): Promise<boolean> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const extension = recognizeFormat(bytes);
  return extension !== undefined && isAnimated({ extension, bytes });
}

/** Lets somebody crop a picture. Resolves with the part as a file; undefined if the picture stays whole. The error says why it cannot be. */
export async function cropped(file: File): Promise<File | undefined> {
  const failed = (words: string) => () => {
    throw new Error(words);
  };
  if (await isMoving(file))
    throw new Error(t('The picture moves, and a part of it would stand still. Crop it in another program.'));
  const { crop } = await import('./cropping.ts').catch(
    failed(t('The server cannot be reached. Crop the picture in a moment.')),
  );
  return crop(file).catch(failed(t('This browser cannot open the picture. Crop it in another program.')));
}

/** Keeps a description with a picture that has none. Returns whether the newsroom has taken it. */
export async function keepDescription(url: string, alt: string): Promise<boolean> {
  const [hash] = /[\da-f]{64}/.exec(url) ?? [];
  const body = new URLSearchParams({ alt, lacking: '1' });
  // The page that the answer leads to is of no use here.
  const sent = fetch(`/newsroom/pictures/${hash}`, { method: 'POST', body, redirect: 'manual' });
  return sent.then(({ type }) => type === 'opaqueredirect').catch(() => false);
}
