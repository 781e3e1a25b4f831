import unhomoglyph from 'unhomoglyph';

// Names that people cannot tell apart (UTS 39), and what of a name nobody sees.

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * What a name may have though it is not seen by itself, because it shows in its neighbours. Emoji are whole sequences. A joiner keeps
 * Arabic letters apart, as in Persian, or lets one stand as if another followed; beside a virama it chooses between forms of Indic letters.
 * A variation selector chooses the form of a Han or Mongolian letter.
 */
const CURSIVE = String.raw`[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Mandaic}\p{Script=Adlam}]`;
const VIRAMA = String.raw`[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2]`;
const SHOWN = new RegExp(
  [
    String.raw`\p{RGI_Emoji}`,
    String.raw`(?<=${CURSIVE}\p{M}*)\u200c(?=${CURSIVE})`,
    String.raw`(?<=${CURSIVE}\p{M}*)\u200d(?!\p{L})`,
    String.raw`(?<=${VIRAMA})[\u200c\u200d]`,
    String.raw`(?<=\p{L})[\u200c\u200d](?=${VIRAMA})`,
    String.raw`(?<=\p{Script=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
    String.raw`(?<=\p{Script=Mongolian})[\u180b-\u180d\u180f]`,
  ].join('|'),
  'gv',
);

/** What nobody sees: what Unicode says to leave out, blanks that are no spaces, and a mark upon the same mark (UTS 39 section 5.4). */
const UNSEEN =
  /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{13441}\u{13442}\u{16fe4}\u{1d159}]|(?<=(\p{Mn}))\1|(?<=\p{Mn}{4})\p{Mn}/v;

/** Returns the first character of a name that nobody sees, such as a zero-width space, as "U+200B"; undefined if there is none. */
export function findUnseen(name: string): string | undefined {
  const [character] = UNSEEN.exec(name.normalize('NFD').replaceAll(SHOWN, '\ufffc')) ?? [];
  return character && `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The skeleton of UTS 39 section 4: texts with the same one look alike. */
const skeleton = (text: string): string => unhomoglyph(text.normalize('NFD')).normalize('NFD');

/** Returns the skeletons of a name as it is, in small and in capital letters: of some letters, only one case looks like another script's. */
function skeletonsOf(name: string): string[] {
  const seen = name.normalize('NFKC').replaceAll(IGNORABLE, '').trim().replaceAll(/\s+/g, ' ');
  return [seen, seen.toLowerCase(), seen.toUpperCase()].map(skeleton);
}

/** Returns which of the names looks like this one, whatever characters it is made of; undefined if none does. */
export function findLookAlike<Named extends { name: string }>(
  name: string,
  others: readonly Named[],
): Named | undefined {
  const skeletons = skeletonsOf(name);
  return others.find((other) => skeletonsOf(other.name).some((each, form) => each === skeletons[form]));
}
