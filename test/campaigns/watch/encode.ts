/** Returns HTML as bytes in an encoding of the Encoding standard, which `TextEncoder` cannot write. Other letters become references. */
export function encode(html: string, label: string): Uint8Array {
  if (label === 'utf-16le') {
    const units = Array.from({ length: html.length }, (_, index) => html.charCodeAt(index));
    return new Uint8Array([0xff, 0xfe, ...units.flatMap((unit) => [unit & 0xff, unit >> 8])]);
  }
  const known = tableOf(label);
  const ascii = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
  return new Uint8Array(
    Array.from(html).flatMap((letter) =>
      letter < '\x80' ? ascii(letter) : (known.get(letter) ?? ascii(`&#${letter.codePointAt(0)};`)),
    ),
  );
}

const tables = new Map<string, Map<string, number[]>>();

/** Returns the bytes of each letter that takes one or two of them, found by decoding all. */
function tableOf(label: string): Map<string, number[]> {
  const known = tables.get(label);
  if (known) return known;
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: false });
  const table = new Map<string, number[]>();
  const add = (bytes: number[]) => {
    try {
      const letter = decoder.decode(new Uint8Array(bytes));
      if (Array.from(letter).length === 1 && !table.has(letter)) table.set(letter, bytes);
    } catch {
      // These bytes are no letter.
    }
  };
  for (let first = 0x80; first <= 0xff; first++) {
    add([first]);
    for (let second = 0x40; second <= 0xff; second++) add([first, second]);
  }
  tables.set(label, table);
  return table;
}
