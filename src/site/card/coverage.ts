// Finds out from a font's character map which characters it can draw, so that no card has empty boxes.

/** A test whether a font can draw every character of a text. */
export type CanDraw = (text: string) => boolean;

const tag = (view: DataView, at: number) =>
  String.fromCharCode(...Array.from({ length: 4 }, (_, index) => view.getUint8(at + index)));

/** Returns the offset of a table in the font, in bytes. Throws if the font does not have the table. */
function tableOffset(view: DataView, name: string): number {
  for (let record = 12; record < 12 + view.getUint16(4) * 16; record += 16) {
    if (tag(view, record) === name) return view.getUint32(record + 8);
  }
  throw new Error(`The font has no ${name} table.`);
}

/**
 * Reads the ranges of code points in an OpenType font, first and last of each: the format 12 subtable of its `cmap` table, in
 * ascending order.
 */
export function characterRanges(font: ArrayBuffer): [first: number, last: number][] {
  const view = new DataView(font);
  const cmap = tableOffset(view, 'cmap');
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const subtable = cmap + view.getUint32(cmap + 4 + index * 8 + 4);
    if (view.getUint16(subtable) !== 12) continue;
    return Array.from({ length: view.getUint32(subtable + 12) }, (_, group) => {
      const at = subtable + 16 + group * 12;
      return [view.getUint32(at), view.getUint32(at + 4)];
    });
  }
  throw new Error('The font has no character map in format 12.');
}

/** The characters that the renderer draws in place of others: a hyphen for a non-breaking hyphen. */
const STAND_IN: Record<string, string> = { '\u2011': '\u2010' };

/**
 * Returns a test whether the font can draw a text. The renderer composes a letter that the font lacks from its base letter and
 * accents; invisible characters, such as joiners, need no glyph.
 */
export function coverageOf(font: ArrayBuffer): CanDraw {
  const characters = new Set<string>();
  for (const [first, last] of characterRanges(font)) {
    for (let point = first; point <= last; point++) characters.add(String.fromCodePoint(point));
  }
  const isCovered = (character: string): boolean =>
    characters.has(STAND_IN[character] ?? character) || /\p{Default_Ignorable_Code_Point}/u.test(character);
  return (text) =>
    Array.from(text).every(
      (character) => isCovered(character) || Array.from(character.normalize('NFD')).every(isCovered),
    );
}
