import { MAX_STORY_SLUG } from '../../../site/story/slug.ts';

/** Letters that have no accent to lose, and what they are written as. */
const SPELT_OUT: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Proposes a name for a draft from its headline; from the day if the headline has no Latin letters or digits. */
export function proposeName(headline: string, day: string): string {
  const plain = headline
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþı]/g, (letter) => SPELT_OUT[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’]/gu, '');
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '');
  let name = '';
  for (const word of words) {
    const longer = name === '' ? word : `${name}-${word}`;
    if (longer.length > Math.min(MAX_STORY_SLUG, 80)) break;
    name = longer;
  }
  return name === '' ? `story-${day}` : name;
}
