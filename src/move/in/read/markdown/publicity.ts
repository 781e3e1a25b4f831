import type { Unpublished } from '../../old-site.ts';
import { fieldOf, isRow, type Row } from '../fields.ts';
import { deepField, isFalse, isTrue, readMatterDate } from './values.ts';

// Which texts readers could see. A field that systems do not know but templates may, such as `private`, counts: who wrote it meant it.

/** Why a text was not public: in a word, and what says so. */
export interface Hidden {
  unpublished: Unpublished;
  why: string;
}

const DRAFT = ['draft', 'isdraft', 'is_draft'];
const PUBLISHED = ['published', 'publish'];
const PRIVATE = ['private', 'protected', 'members_only', 'membersonly'];
const STATES = ['status', 'visibility', 'access'];
const WORDS: Readonly<Record<string, Unpublished>> = {
  draft: 'draft',
  unpublished: 'draft',
  pending: 'pending review',
  private: 'private',
  members: 'for subscribers',
  subscribers: 'for subscribers',
  paid: 'for subscribers',
};

const DECIDING = new Set([
  ...DRAFT,
  ...PUBLISHED,
  ...PRIVATE,
  ...STATES,
  'password',
  'build',
  '_build',
  'permalink',
  'eleventyexcludefromcollections',
  'eleventycomputed',
]);

/** Whether a field, by its name in lower case, decides who may read a text. */
export const decidesPublicity = (name: string) => DECIDING.has(name.toLowerCase());

/** What the fields of a text say of who may read it; null if nothing forbids it. */
export function hiddenByFields(fields: Row): Hidden | null {
  const hidden = (name: string, unpublished: Unpublished): Hidden => {
    const value = fieldOf(fields, name);
    // A password is nobody's business.
    const shown = name === 'password' || typeof value === 'object' ? '…' : String(value);
    return { unpublished, why: `${name}: ${shown}` };
  };
  // Whatever is not false hides a text in some system.
  for (const name of DRAFT)
    if (![undefined, null, '', 0].includes(fieldOf(fields, name) as null) && !isFalse(fieldOf(fields, name)))
      return hidden(name, 'draft');
  for (const name of PUBLISHED) if (isFalse(fieldOf(fields, name))) return hidden(name, 'draft');
  for (const name of PRIVATE) if (isTrue(fieldOf(fields, name))) return hidden(name, 'private');
  const password = fieldOf(fields, 'password');
  if (password !== undefined && password !== null && password !== '' && !isFalse(password))
    return hidden('password', 'protected by a password');
  for (const name of STATES) {
    const word = String(fieldOf(fields, name) ?? '').toLowerCase();
    if (Object.hasOwn(WORDS, word)) return hidden(name, WORDS[word] ?? 'draft');
  }
  // Hugo's build options: no page is made of it.
  const render = deepField(fields, 'build', 'render') ?? deepField(fields, '_build', 'render');
  return isFalse(render) || render === 'never' || render === 'link'
    ? { unpublished: 'draft', why: `build: render: ${String(render)}` }
    : null;
}

/** When a text becomes public, if that is still to come: Hugo's `publishDate`, whatever `date` it shows. Else null. */
export function futureOf(fields: Row, zone: string, now: number): string | null {
  const date = readMatterDate(fieldOf(fields, 'publishdate'), zone);
  return date !== null && Date.parse(date) > now ? date : null;
}

/** The fields of Hugo's `cascade`, which holds for all texts below: one set or a list of sets, each perhaps for some of them only. */
export const cascadesOf = (fields: Row): Row[] => [fieldOf(fields, 'cascade')].flat().filter(isRow);
