import * as z from 'zod';
import { unprintableRule } from '../../../lib/characters.ts';
import { type PictureId, picturePath } from '../../../site/pictures/address.ts';
import type { CleaningResult } from '../../../site/pictures/clean.ts';
import { FORMATS } from '../../../site/pictures/formats.ts';
import { oneLine } from '../../../site/story/fields.ts';
import { pictureTexts } from '../../../site/story/story.ts';
import { time } from '../../desk/time.ts';
import { forPrograms, type Marked, type Told, toldApart } from '../../words/translate.ts';

/** An uploaded picture, as the newsroom knows it. Its size is as readers see it. */
export const pictureSchema = z.strictObject({
  hash: z.string().describe('The SHA-256 of the bytes that readers get'),
  extension: z.string(),
  url: z.string().describe('The path at which readers find the picture, for image.url of a story'),
  encodingFormat: z.string(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  name: z.string().describe('What the file was called'),
  alt: z.string().nullable().describe('The text for readers who cannot see the picture'),
  credit: z.string().nullable(),
  person: z.string().nullable().describe('The id of the person who uploaded it; null for a program'),
  by: z.string().describe('Who uploaded it'),
  at: time.describe('When it was uploaded'),
  sizes: z
    .array(z.strictObject({ url: z.string(), width: z.int(), bytes: z.int() }))
    .describe(
      'Its smaller sizes, the smallest first: what pages and feeds show instead where that is enough',
    ),
});
export type UploadedPicture = z.infer<typeof pictureSchema> & PictureId;

/** Why a picture, or what is said of it, is refused. `field` is the text that is at fault. */
export interface PictureRefusal extends Told {
  ok: false;
  why: 'size' | 'invalid' | 'role' | 'missing';
  field?: 'alt' | 'credit';
  /** The rule that the text breaks, for a page in another language. */
  rule?: string;
}

/** The texts that go with a picture. */
export const pictureTextsSchema = z.strictObject({
  alt: z.string().nullable(),
  credit: z.string().nullable(),
});
export type PictureTexts = z.infer<typeof pictureTextsSchema>;

/** Returns the address and the media type of a picture. */
export const addressOf = (id: PictureId) => ({
  url: picturePath(id),
  encodingFormat: FORMATS[id.extension].mediaType,
});

const LABELS = { alt: 'The description', credit: 'The credit' };

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
        rule,
        detail: forPrograms(`${LABELS[field]} ${rule}. Change it and try again.`),
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

/** Refuses a file that is no picture, or none that can be shown. */
export const refuseFile = ({
  why,
  detail,
  said,
}: Extract<CleaningResult, { ok: false }>): PictureRefusal => ({
  ok: false,
  why,
  ...toldApart(said.sentence as Marked<string>, said.values, detail),
});
