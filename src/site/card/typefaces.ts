import { Renderer } from '@takumi-rs/wasm';
import {
  folderOf,
  INDEX_FILE,
  type LoadFont,
  parseIndex,
  type Range,
  type Slice,
  slicePath,
} from './font-files.ts';
import { SERIF } from './typography.ts';

// A renderer with the fonts that every card needs, and those slices of other families that the cards so far have needed.

/** The most bytes of slices that a renderer keeps. With more, another renderer begins anew, because fonts cannot be taken out. */
const KEPT_BYTES = 6_000_000;
/** The most slices that one text may need: as many as a headline of 200 unusual characters. */
const MAX_SLICES = 100;
/** The most characters of which it is remembered whether a slice has a glyph for them. */
const MAX_REMEMBERED = 20_000;
/** A private character, for which no font has a glyph. */
const MISSING = '\ue000';

/** A font that every card needs, and the code points that it draws. */
export interface BaseFont {
  name: string;
  data: ArrayBuffer;
  unicodeRange: Range[];
}

/** A family of the static files, and whether it may draw what the serif draws too. Otherwise it draws only the rest. */
export interface AddedFamily {
  name: string;
  mayReplace: boolean;
}

const holds = ({ ranges }: Slice, point: number) =>
  ranges.some(([first, last]) => point >= first && point <= last);

/** Returns a slice without what others draw. */
function without({ name, ranges }: Slice, others: readonly Range[]): Slice {
  const [lowest, highest] = [Math.min(...ranges.flat()), Math.max(...ranges.flat())];
  return {
    name,
    ranges: others
      .filter(([from, to]) => from <= highest && to >= lowest)
      .reduce(
        (left, [from, to]) =>
          left
            .flatMap(([first, last]): Range[] => [
              [first, Math.min(last, from - 1)],
              [Math.max(first, to + 1), last],
            ])
            .filter(([first, last]) => first <= last),
        ranges,
      ),
  };
}

/** The renderer and its fonts. */
export class Typefaces {
  readonly renderer: Renderer;
  /** What the serif draws. The renderer would take it from any other family of the text that has it. */
  readonly #serif: readonly Range[];
  /** Each family's slices, once they are known. */
  readonly #slices = new Map<string, Slice[]>();
  readonly #loaded = new Set<string>();
  /** Whether a family has a glyph for a character. */
  readonly #glyphs = new Map<string, boolean>();
  readonly #boxes = new Map<string, string>();
  /** The newsroom's own fonts, by their paths; null for one that the renderer cannot read. */
  readonly #own = new Map<string, string | null>();
  #bytes = 0;
  /** How many cards are being drawn with it. */
  #users = 0;

  private constructor(renderer: Renderer, fonts: readonly BaseFont[]) {
    this.renderer = renderer;
    this.#serif = fonts.find(({ name }) => name === SERIF)?.unicodeRange ?? [];
  }

  static async make(fonts: readonly BaseFont[]): Promise<Typefaces> {
    const renderer = new Renderer();
    for (const font of fonts) await renderer.registerFont(font);
    return new Typefaces(renderer, fonts);
  }

  /** Whether it holds so many fonts that another should take its place. */
  get isFull(): boolean {
    return this.#bytes > KEPT_BYTES;
  }

  /** Runs a task with the renderer. After the last task of a full one, its memory is given back. */
  async use<T>(task: () => Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await task();
    } finally {
      this.#users--;
      if (this.isFull && this.#users === 0) this.renderer.free();
    }
  }

  /**
   * Loads what a family has for these characters, and returns those that it can draw. Returns none if they are so many that they
   * would fill the memory.
   */
  async load(family: AddedFamily, characters: ReadonlySet<string>, load: LoadFont): Promise<Set<string>> {
    const slices = await this.#slicesOf(family, load);
    const wanted = new Map<Slice, string[]>();
    for (const character of characters) {
      // Of emoji, several: those that are drawn as one, such as 👩‍🚀, are together in a slice.
      for (const slice of slices.filter((each) => holds(each, character.codePointAt(0) ?? 0)))
        wanted.set(slice, [...(wanted.get(slice) ?? []), character]);
    }
    if (wanted.size > MAX_SLICES) return new Set();
    await Promise.all(Array.from(wanted.keys(), (slice) => this.#register(family.name, slice, load)));
    const drawn = new Set<string>();
    for (const [{ name }, its] of wanted) {
      if (!this.#loaded.has(`${family.name} ${name}`)) continue;
      for (const character of its) if (await this.#hasGlyph(family.name, character)) drawn.add(character);
    }
    return drawn;
  }

  /** Registers a font of the newsroom's own. Returns its family; null if the renderer cannot read it. */
  async registerOwn(path: string, data: Uint8Array): Promise<string | null> {
    const known = this.#own.get(path);
    if (known !== undefined) return known;
    const name = `Own${this.#own.size}`;
    const unicodeRange: Range[] = [[0, 0x10ffff]];
    const family = await this.renderer.registerFont({ name, data, unicodeRange }).then(
      () => name,
      () => null,
    );
    this.#own.set(path, family);
    this.#bytes += data.byteLength;
    return family;
  }

  /** Whether a family has a glyph for every visible character of a text. */
  async draws(family: string, text: string): Promise<boolean> {
    for (const character of new Set(text.replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '')))
      if (!(await this.#hasGlyph(family, character))) return false;
    return true;
  }

  /** Returns a family's slices; none if there are no fonts here. */
  async #slicesOf({ name, mayReplace }: AddedFamily, load: LoadFont): Promise<Slice[]> {
    const known = this.#slices.get(name);
    if (known) return known;
    const file = await load(`${folderOf(name)}/${INDEX_FILE}`);
    if (file === null) return [];
    const all = parseIndex(name, new TextDecoder().decode(file));
    const slices = mayReplace ? all : all.map((slice) => without(slice, this.#serif));
    this.#slices.set(name, slices);
    return slices;
  }

  async #register(family: string, { name, ranges }: Slice, load: LoadFont): Promise<void> {
    const key = `${family} ${name}`;
    if (this.#loaded.has(key)) return;
    const data = await load(slicePath(folderOf(family), name));
    // Another card may have loaded it meanwhile.
    if (data === null || this.#loaded.has(key)) return;
    this.#loaded.add(key);
    this.#bytes += data.byteLength;
    await this.renderer.registerFont({ name: family, data, unicodeRange: ranges });
  }

  /** Whether a family draws a character: an index names some that the font lacks, and for which it would draw an empty box. */
  async #hasGlyph(family: string, character: string): Promise<boolean> {
    // A combining mark is drawn with the letter before it.
    if (/\p{M}/u.test(character)) return true;
    const key = `${family} ${character}`;
    const known = this.#glyphs.get(key);
    if (known !== undefined) return known;
    const box = this.#boxes.get(family) ?? (await this.#draw(family, MISSING));
    this.#boxes.set(family, box);
    const has = (await this.#draw(family, character)) !== box;
    if (this.#glyphs.size >= MAX_REMEMBERED) this.#glyphs.clear();
    this.#glyphs.set(key, has);
    return has;
  }

  async #draw(family: string, character: string): Promise<string> {
    const pixels = await this.renderer.render(
      { type: 'text', text: character, style: { fontFamily: family, fontSize: 24 } },
      { width: 40, height: 40, format: 'raw', fontFamilies: [family] },
    );
    return String(pixels);
  }
}
