import { unprintableRule } from '../../../lib/characters.ts';
import { type PictureId, picturePath } from '../../../site/pictures/address.ts';
import { FORMATS } from '../../../site/pictures/formats.ts';
import { oneLine } from '../../../site/story/fields.ts';
import { pictureTexts } from '../../../site/story/story.ts';

/** An uploaded picture, as the newsroom knows it. */
export interface UploadedPicture extends PictureId {
  /** The path at which readers find it, for `image.url` of a story. */
  url: string;
  encodingFormat: string;
  /** The size as readers see it, in pixels. */
  width: number;
  height: number;
  bytes: number;
  /** What the file was called. */
  name: string;
  alt: string | null;
  credit: string | null;
  /** Who uploaded it: the id of the person, null for a program, and the name. */
  person: string | null;
  by: string;
  /** When it was uploaded (RFC 3339). */
  at: string;
}

/** Why a picture, or what is said of it, is refused. `field` is the text that is at fault. */
export interface PictureRefusal {
  ok: false;
  why: 'size' | 'invalid' | 'role' | 'missing';
  detail: string;
  field?: 'alt' | 'credit';
}

/** The texts that go with a picture. */
export interface PictureTexts {
  alt: string | null;
  credit: string | null;
}

/** Returns the address and the media type of a picture. */
export const addressOf = (id: PictureId) => ({
  url: picturePath(id),
  encodingFormat: FORMATS[id.extension].mediaType,
});

const LABELS = { alt: 'The alternative text', credit: 'The credit' };

/** Returns the texts without space around them, and null for those that are empty; or why one cannot be used. */
export function readTexts(given: PictureTexts): { ok: true; texts: PictureTexts } | PictureRefusal {
  const trimmed = (text: string | null) => text?.trim() || null;
  const texts = { alt: trimmed(given.alt), credit: trimmed(given.credit) };
  for (const field of ['alt', 'credit'] as const) {
    const [issue] = pictureTexts[field].safeParse(texts[field]).error?.issues ?? [];
    const rule = issue?.message ?? unprintableRule(texts[field] ?? '');
    if (rule !== undefined) {
      return {
        ok: false,
        why: 'invalid',
        field,
        detail: `${LABELS[field]} ${rule}. Change it and try again.`,
      };
    }
  }
  return { ok: true, texts };
}

/** What a file may be called. */
export const fileName = oneLine(200);

/** Returns the name of a file as it is kept: without folders, on one line, at most 200 characters. */
export function readFileName(name: string): string {
  const [base = ''] = name.split(/[/\\]/).slice(-1);
  const printable = Array.from(base, (character) => (unprintableRule(character) ? ' ' : character)).join('');
  const cut = printable.replace(/\s+/g, ' ').trim().slice(0, 200);
  return fileName.safeParse(cut).success ? cut : 'picture';
}
