import { asShown, isFields } from './values.ts';

/** How a kind of field shows a value of the record, and what its text means. */
export interface Kind {
  /** Returns the text; undefined for a value that the field cannot show. */
  show: (value: unknown) => string | undefined;
  /** Returns what was typed as a value: null for nothing, and text as it is if it means nothing else. */
  read: (typed: string) => unknown;
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
  if (typeof name !== 'string' || (url !== null && typeof url !== 'string') || Object.keys(rest).length > 0)
    return undefined;
  const shown = url === null ? name : `${name} ${url}`;
  const again = readPerson(shown);
  const isClear = again.name === name && (again.url ?? null) === url && shown.trim() === shown;
  return isClear && shown !== '' && shown === asShown(shown) && !shown.includes('\n') ? shown : undefined;
}

/** People, one on a line: the name, and perhaps an address behind it. */
export const people: Kind = {
  show: (value) => {
    if (value === null || value === undefined) return '';
    const shown = Array.isArray(value) ? value.map(showPerson) : [undefined];
    return shown.every((each) => each !== undefined) ? shown.join('\n') : undefined;
  },
  read: (typed) => {
    const lines = typed.split('\n').map((each) => each.trim());
    const named = lines.filter((each) => each !== '').map(readPerson);
    return named.length > 0 ? named : null;
  },
};
