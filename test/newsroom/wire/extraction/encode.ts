// Writes text in the encodings that pages had before UTF-8, which `TextEncoder` cannot. The tables come from `TextDecoder`.

const tables = new Map<string, Map<string, number[]>>();

/** Returns the bytes of each character that an encoding of one or two bytes has. */
function tableOf(encoding: string): Map<string, number[]> {
  const known = tables.get(encoding);
  if (known) return known;
  const table = new Map<string, number[]>();
  const decoder = new TextDecoder(encoding);
  const add = (bytes: number[]) => {
    const character = decoder.decode(new Uint8Array(bytes));
    if ([...character].length === 1 && character !== '\uFFFD' && !table.has(character))
      table.set(character, bytes);
  };
  for (let byte = 0; byte < 256; byte++) add([byte]);
  if (!/^(windows|iso)-/.test(encoding)) {
    for (let lead = 0x81; lead < 0xff; lead++)
      for (let trail = 0x40; trail < 0xff; trail++) add([lead, trail]);
  }
  tables.set(encoding, table);
  return table;
}

/** Encodes a text. Throws if the encoding has no such character. */
export function encode(text: string, encoding: string): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const table = tableOf(encoding);
  const bytes = [...text].flatMap((character) => {
    const found = table.get(character);
    if (!found) throw new Error(`${encoding} has no ${character}.`);
    return found;
  });
  return new Uint8Array(bytes);
}
