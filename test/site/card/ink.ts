// Reads what is drawn on a card: where its words are, in pixels.

/** The pixels of a PNG, as brightness from 0 to 255. */
interface Pixels {
  width: number;
  at: (x: number, y: number) => number;
}

/** Decodes a PNG of eight bits a channel or palette index that is not interlaced (W3C PNG, sections 5, 9 and 11). */
async function decodePng(png: Uint8Array): Promise<Pixels> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[png[25] as 0 | 2 | 3 | 4 | 6];
  let palette: Uint8Array | undefined;
  const packed: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 8; at < png.byteLength; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    const content = png.subarray(at + 8, at + 8 + view.getUint32(at));
    if (type === 'PLTE') palette = content;
    if (type === 'IDAT') packed.push(Uint8Array.from(content));
  }
  const stream = new Blob(packed).stream().pipeThrough(new DecompressionStream('deflate'));
  const filtered = new Uint8Array(await new Response(stream).arrayBuffer());
  const stride = width * channels;
  const bytes = new Uint8Array(stride * height);
  const byteAt = (x: number, y: number) => (x < 0 || y < 0 ? 0 : (bytes[y * stride + x] ?? 0));
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const [left, up, corner] = [
        x < channels ? 0 : byteAt(x - channels, y),
        byteAt(x, y - 1),
        x < channels ? 0 : byteAt(x - channels, y - 1),
      ];
      const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const predicted = [0, left, up, (left + up) >> 1, paeth][filter ?? 0] ?? 0;
      bytes[y * stride + x] = (filtered[y * (stride + 1) + 1 + x] ?? 0) + predicted;
    }
  }
  const at = (x: number, y: number) => {
    const value = byteAt(x * channels, y);
    return palette?.[value * 3] ?? value;
  };
  return { width, at };
}

/** Something drawn, from its first column of pixels to its last. */
export interface Ink {
  from: number;
  to: number;
}

/**
 * Returns what is drawn between two rows of a card, from left to right. What is closer than `gap` pixels is one word.
 */
export async function inkOf(
  png: Uint8Array,
  rows: [top: number, bottom: number],
  gap: number,
): Promise<Ink[]> {
  const { width, at } = await decodePng(png);
  const words: Ink[] = [];
  for (let x = 0; x < width; x++) {
    let isInk = false;
    for (let y = rows[0]; y < rows[1] && !isInk; y++) isInk = at(x, y) < 160;
    const last = words.at(-1);
    if (!isInk) continue;
    if (last && x - last.to <= gap) last.to = x;
    else words.push({ from: x, to: x });
  }
  return words;
}
