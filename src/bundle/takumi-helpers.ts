// Replaces @takumi-rs/helpers (see stand-ins.ts) with the two exports that the renderer imports, reduced to what cards need.
// The program has every font and picture of a card as bytes, so the Worker does not need the package's code that downloads
// them. A test checks what `@takumi-rs/wasm` imports.

/** A font for the renderer: its family's name and its bytes. */
interface Font {
  name: string;
  data: ArrayBuffer;
}

/** A picture. Nodes refer to it by `src`. */
interface Picture {
  src: string;
  data: ArrayBuffer;
}

interface Options {
  images?: Picture[];
}

/** Passes fonts to the renderer. */
export class FontRegistry {
  readonly #pass: (font: { name: string; data: Uint8Array }) => unknown;

  constructor(pass: (font: { name: string; data: Uint8Array }) => unknown) {
    this.#pass = pass;
  }

  async register({ name, data }: Font): Promise<unknown> {
    return this.#pass({ name, data: new Uint8Array(data) });
  }
}

/** Returns the options in the renderer's form, with pictures as `Uint8Array`s. */
export async function prepareRenderInput(_fonts: FontRegistry, { images = [], ...options }: Options) {
  const pictures = images.map(({ src, data }) => ({ src, data: new Uint8Array(data) }));
  return { options: { ...options, images: pictures } };
}
