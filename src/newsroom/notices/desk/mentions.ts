import type { Person } from '../../people/desk/person.ts';

/** Where a text names somebody after an @, as UTF-16 offsets. */
export interface Mention {
  person: string;
  start: number;
  end: number;
}

/** Scripts that write names and what follows them without a space. */
const SPACELESS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]$/u;
const LETTER = '[\\p{L}\\p{M}\\p{N}_]';

const escapeName = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Returns what matches a name, as it may be typed: in any case and composition, and with any spaces. */
function patternOf(name: string): string {
  const typed = [...new Set([name.normalize('NFC'), name.normalize('NFD')])];
  const words = typed.map((each) => each.split(/\s+/).map(escapeName).join('\\s+'));
  return `(?:${words.join('|')})${SPACELESS.test(name) ? '' : `(?!${LETTER})`}`;
}

/**
 * Returns a function that finds the people whom a text mentions: an @ and the whole name of one, the longest that fits. An @ within a
 * word, as in an e-mail address, mentions nobody.
 */
export function mentionFinder(people: readonly Pick<Person, 'id' | 'name'>[]): (text: string) => Mention[] {
  if (people.length === 0) return () => [];
  const longestFirst = [...people].sort((a, b) => b.name.length - a.name.length);
  const names = longestFirst.map(({ name }) => `(${patternOf(name)})`).join('|');
  const pattern = new RegExp(`(?<!${LETTER}|[@.])@(?:${names})`, 'giu');
  return (text) =>
    Array.from(text.matchAll(pattern), ({ 0: match, index, ...groups }) => {
      const at = longestFirst.findIndex((_person, group) => groups[group + 1] !== undefined);
      return { person: longestFirst[at]?.id ?? '', start: index, end: index + match.length };
    });
}
