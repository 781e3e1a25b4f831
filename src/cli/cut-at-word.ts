/** Cuts text at a word and ends it with `…`, at most `max` characters in all. */
export function cutAtWord(text: string, max: number): string {
  if (text.length <= max) return text;
  // Not within a surrogate pair.
  const cut = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.search(/\s\S*$/);
  return `${(space > max / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
