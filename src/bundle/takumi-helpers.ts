// Replaces @takumi-rs/helpers (see stand-ins.ts) with the two exports that the renderer imports, reduced to what cards need.
// The program has every font and picture of a card as bytes, so the Worker does not need the package's code that downloads
// them. A test checks what `@takumi-rs/wasm` imports, and that fonts and pictures arrive as the package itself hands them on.

/** A font or picture as bytes, with what else the renderer is told of it, such as the characters that a font may draw. */
interface Material {
  data: ArrayBuffer | Uint8Array;
}

interface Options {
  images?: Material[];
}

const inBytes = <T extends Material>(material: T) => ({ ...material, data: new Uint8Array(material.data) });

/** Passes fonts to the renderer. */
export class FontRegistry {
  readonly #pass: (font: Material) => unknown;

  constructor(pass: (font: Material) => unknown) {
    this.#pass = pass;
  }

  async register(font: Material): Promise<unknown> {
    return this.#pass(inBytes(font));
  }
}

/** Returns the options in the renderer's form, with pictures as `Uint8Array`s. */
export async function prepareRenderInput(_fonts: FontRegistry, { images = [], ...options }: Options) {
  return { options: { ...options, images: images.map(inBytes) } };
}
