// Which characters a font has, read from its character map, so that nothing is drawn as an empty box.

/** Says whether a font can draw the whole of a text. */
export type Covers = (text: string) => boolean;

const tag = (view: DataView, at: number) =>
  String.fromCharCode(...Array.from({ length: 4 }, (_, index) => view.getUint8(at + index)));

/** Where the table begins, in bytes. A font without it is none that this program was made with. */
function tableOffset(view: DataView, name: string): number {
  for (let record = 12; record < 12 + view.getUint16(4) * 16; record += 16) {
    if (tag(view, record) === name) return view.getUint32(record + 8);
  }
  throw new Error(`The font has no ${name} table.`);
}

/** The ranges of code points in the `cmap` table of an OpenType font, from its subtable in format 12, in ascending order. */
function characterRanges(font: ArrayBuffer): { first: number; last: number }[] {
  const view = new DataView(font);
  const cmap = tableOffset(view, 'cmap');
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const subtable = cmap + view.getUint32(cmap + 4 + index * 8 + 4);
    if (view.getUint16(subtable) !== 12) continue;
    return Array.from({ length: view.getUint32(subtable + 12) }, (_, group) => {
      const at = subtable + 16 + group * 12;
      return { first: view.getUint32(at), last: view.getUint32(at + 4) };
    });
  }
  throw new Error('The font has no character map in format 12.');
}

/** A hyphen that does not break is drawn as one that does. */
const STAND_IN: Record<string, string> = { '\u2011': '\u2010' };

/**
 * What the font covers, with what the renderer's shaping makes of it: a letter that the font lacks is put together from its
 * parts, and characters that are never drawn, such as joiners, need no glyph.
 */
export function coverageOf(font: ArrayBuffer): Covers {
  const characters = new Set<string>();
  for (const { first, last } of characterRanges(font)) {
    for (let point = first; point <= last; point++) characters.add(String.fromCodePoint(point));
  }
  const isCovered = (character: string): boolean =>
    characters.has(STAND_IN[character] ?? character) || /\p{Default_Ignorable_Code_Point}/u.test(character);
  return (text) =>
    Array.from(text).every(
      (character) => isCovered(character) || Array.from(character.normalize('NFD')).every(isCovered),
    );
}
