// What stands for @takumi-rs/helpers in the bundle, by bundle/stand-ins.ts: of what the renderer takes from it, that
// which cards need. They are drawn from bytes that are here, so nothing that fetches fonts or pictures is in the program.
// A test reads `@takumi-rs/wasm` for what it takes.

/** A font as the renderer takes it: the name of its family and its bytes. */
interface Font {
  name: string;
  data: ArrayBuffer;
}

/** A picture that nodes name by `src`. */
interface Picture {
  src: string;
  data: ArrayBuffer;
}

interface Options {
  images?: Picture[];
}

/** Hands fonts to the renderer. */
export class FontRegistry {
  readonly #hand: (font: { name: string; data: Uint8Array }) => unknown;

  constructor(hand: (font: { name: string; data: Uint8Array }) => unknown) {
    this.#hand = hand;
  }

  async register({ name, data }: Font): Promise<unknown> {
    return this.#hand({ name, data: new Uint8Array(data) });
  }
}

/** The options as the renderer takes them: pictures as bytes. */
export async function prepareRenderInput(_fonts: FontRegistry, { images = [], ...options }: Options) {
  const pictures = images.map(({ src, data }) => ({ src, data: new Uint8Array(data) }));
  return { options: { ...options, images: pictures } };
}
