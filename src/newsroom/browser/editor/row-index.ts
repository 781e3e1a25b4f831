// The rows of a list are numbered in the names and ids of their fields. Pure.

/** What stands for the number of a row in the template of a list. */
export const INDEX = '{index}';

/** Replaces the number of a row in a name, an id, or a list of ids: the first that stands between separators. */
export const withIndex = (value: string, from: number, to: number): string =>
  value
    .split(' ')
    .map((word) => word.replace(new RegExp(`(?<=^|[-._[])${from}(?=$|[-._\\]])`), String(to)))
    .join(' ');
