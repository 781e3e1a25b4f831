import type { Unpublished } from '../../old-site.ts';
import { fieldOf, isRow, type Row } from '../fields.ts';
import { deepField, isFalse, isTrue, readMatterDate } from './values.ts';

// Which texts readers could see. A field that systems do not know but templates may, such as `private`, counts: who wrote it meant it.

const DRAFT = ['draft', 'isdraft', 'is_draft'];
const PRIVATE = ['private', 'protected', 'members_only', 'membersonly'];
const WORDS: Readonly<Record<string, Unpublished>> = {
  draft: 'draft',
  unpublished: 'draft',
  pending: 'pending review',
  private: 'private',
  members: 'for subscribers',
  subscribers: 'for subscribers',
  paid: 'for subscribers',
};

/** What the fields of a text say of who may read it; null if nothing forbids it. */
export function hiddenByFields(fields: Row): Unpublished | null {
  if (DRAFT.some((name) => isTrue(fieldOf(fields, name)))) return 'draft';
  if (['published', 'publish'].some((name) => isFalse(fieldOf(fields, name)))) return 'draft';
  if (PRIVATE.some((name) => isTrue(fieldOf(fields, name)))) return 'private';
  const password = fieldOf(fields, 'password');
  if (password !== undefined && password !== null && password !== '' && !isFalse(password))
    return 'protected by a password';
  for (const name of ['status', 'visibility', 'access']) {
    const word = String(fieldOf(fields, name) ?? '').toLowerCase();
    if (Object.hasOwn(WORDS, word)) return WORDS[word] ?? null;
  }
  // Hugo's build options: no page is made of it.
  const render = deepField(fields, 'build', 'render') ?? deepField(fields, '_build', 'render');
  return isFalse(render) || render === 'never' || render === 'link' ? 'draft' : null;
}

/** When a text becomes public, if that is still to come: Hugo's `publishDate`, whatever `date` it shows. Else null. */
export function futureOf(fields: Row, zone: string, now: number): string | null {
  const date = readMatterDate(fieldOf(fields, 'publishdate'), zone);
  return date !== null && Date.parse(date) > now ? date : null;
}

/** The fields of Hugo's `cascade`, which holds for all texts below: one set or a list of sets, each perhaps for some of them only. */
export const cascadesOf = (fields: Row): Row[] => [fieldOf(fields, 'cascade')].flat().filter(isRow);
