import { authorParts } from '../../../../../site/story/author-name.ts';
import { asShown, type Fields, isFields } from './values.ts';

/** How a kind of field shows a value of the record, and what its text means. */
export interface Kind {
  /** Returns the text; undefined for a value that the field cannot show. */
  show: (value: unknown) => string | undefined;
  /**
   * Returns what was typed as a value: null for nothing, and text as it is if it means nothing else. `known` is the value that the field
   * showed, whose parts that no field shows stay.
   */
  read: (typed: string, known?: unknown) => unknown;
}

const showText = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? undefined : asShown(String(value));
};

const lineOf = (value: unknown) => showText(value)?.replaceAll('\n', '').trim();

/** One line. */
export const line: Kind = { show: lineOf, read: (typed) => typed.trim() || null };

/** Any number of lines. */
export const text: Kind = { show: showText, read: (typed) => (typed.trim() === '' ? null : typed) };

/** Yes, no, or not stated. */
export const flag: Kind = {
  show: lineOf,
  read: (typed) => ({ '': null, true: true, false: false })[typed.trim()] ?? (typed.trim() || null),
};

/** A whole number. */
export const whole: Kind = {
  show: lineOf,
  read: (typed) => (/^\s*\d{1,9}\s*$/.test(typed) ? Number(typed) : typed.trim() || null),
};

const ADDRESS_AT_END = /^(.*\S)\s+(https?:\/\/\S+)$/i;

const readPerson = (typed: string) => {
  const [, name = typed, url = null] = ADDRESS_AT_END.exec(typed) ?? [];
  return url === null ? { name } : { name, url };
};

function showPerson(person: unknown): string | undefined {
  if (!isFields(person)) return undefined;
  const { name, url = null, ...rest } = person;
  if (typeof name !== 'string' || (url !== null && typeof url !== 'string')) return undefined;
  if (!Object.keys(rest).every((each) => each in authorParts)) return undefined;
  const shown = url === null ? name : `${name} ${url}`;
  const again = readPerson(shown);
  const isClear = again.name === name && (again.url ?? null) === url && shown.trim() === shown;
  return isClear && shown !== '' && shown === asShown(shown) && !shown.includes('\n') ? shown : undefined;
}

/** Returns people with what the record says of those of the same names: their kind, their given and family names. */
function withKnownParts(
  people: readonly { name: string; url?: string }[],
  known: unknown,
): readonly Fields[] {
  const left: Fields[] = Array.isArray(known) ? known.filter(isFields) : [];
  return people.map((person) => {
    const at = left.findIndex(({ name }) => name === person.name);
    const [{ url: _before, ...rest } = {}] = at < 0 ? [] : left.splice(at, 1);
    return { ...rest, ...person };
  });
}

/** People, one on a line: the name, and perhaps an address behind it. */
export const people: Kind = {
  show: (value) => {
    if (value === null || value === undefined) return '';
    const shown = Array.isArray(value) ? value.map(showPerson) : [undefined];
    return shown.every((each) => each !== undefined) ? shown.join('\n') : undefined;
  },
  read: (typed, known) => {
    const lines = typed.split('\n').map((each) => each.trim());
    const named = lines.filter((each) => each !== '').map(readPerson);
    return named.length > 0 ? withKnownParts(named, known) : null;
  },
};
