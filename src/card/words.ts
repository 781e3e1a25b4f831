import { directionOf } from '../language/words.ts';
import type { Card } from './card.ts';
import type { CanDraw } from './coverage.ts';
import type { LoadFont } from './font-files.ts';
import type { Typefaces } from './typefaces.ts';
import { familiesOf, SANS, SERIF, type Setting, settingOf, withBreaks } from './typography.ts';

// The words of a card as its fonts can draw them. A text that they cannot draw completely is left out.

/** A text that can be drawn, and how. */
export interface SetText {
  text: string;
  language: string;
  direction: 'ltr' | 'rtl';
  /** The families in which it is drawn, by preference, as in CSS. */
  families: string[];
  setting: Setting;
}

/** The most characters of a text that are drawn. A headline has at most 200; the rest of a longer one would not fit. */
const MAX_CHARACTERS = 400;

/** Composes letters with their accents, because fonts have them composed, and cuts off what cannot fit. */
const toDrawable = (text: string) => Array.from(text.normalize('NFC')).slice(0, MAX_CHARACTERS).join('');

const IS_INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;

/** Finds out which texts the fonts can draw, and loads what they need for that. */
export class WordSetter {
  readonly #typefaces: Typefaces;
  readonly #serif: CanDraw;
  readonly #loadFont: LoadFont;

  constructor(typefaces: Typefaces, serif: CanDraw, loadFont: LoadFont) {
    this.#typefaces = typefaces;
    this.#serif = serif;
    this.#loadFont = loadFont;
  }

  /** Sets a text in the serif or the sans, and in what its script needs beside. Returns null if a character of it cannot be drawn. */
  async set(text: string | null, language: string, typeface = SERIF): Promise<SetText | null> {
    if (text === null) return null;
    const { before, after } = familiesOf(text, language);
    const isSans = typeface === SANS;
    const families = [...before, ...(isSans ? [SANS, 'source-sans-3'] : []), SERIF, ...after];
    const candidate = toDrawable(text);
    const covered = await this.#load(candidate, families, before);
    const drawable = candidate.replace(/\p{Zs}/gu, (space) =>
      this.#serif(space) || covered.has(space) ? space : ' ',
    );
    const isWhole = Array.from(drawable).every(
      (character) => covered.has(character) || this.#serif(character),
    );
    if (!isWhole) return null;
    return {
      text: withBreaks(drawable, language),
      language,
      direction: directionOf(language),
      families,
      setting: settingOf(drawable),
    };
  }

  /**
   * Sets a text in the newsroom's title face. Where its own font (`own`) lacks a character, all of the text is in what stands in for
   * it, because two faces in a headline look like a mistake.
   */
  async setTitle(
    text: string | null,
    language: string,
    typeface: string,
    own: string | null,
  ): Promise<SetText | null> {
    const set = await this.set(text, language, typeface);
    if (set === null || own === null || !(await this.#typefaces.draws(own, set.text))) return set;
    return { ...set, families: [own, ...set.families] };
  }

  /** Loads families until every character can be drawn. Returns those that they draw. */
  async #load(text: string, families: readonly string[], before: readonly string[]): Promise<Set<string>> {
    const covered = new Set<string>();
    const left = new Set(Array.from(text).filter((character) => !IS_INVISIBLE.test(character)));
    for (const family of families) {
      if (family === SANS) continue;
      if (family === SERIF) {
        for (const character of left) if (this.#serif(character)) left.delete(character);
        continue;
      }
      // A family after the serif is for what is left; one before it takes its own punctuation too.
      if (left.size === 0 && !before.includes(family)) break;
      for (const character of await this.#typefaces.load(family, left, this.#loadFont)) {
        covered.add(character);
        left.delete(character);
      }
    }
    return covered;
  }
}

/**
 * Returns the words of a card that the fonts can draw. The site's name replaces a headline that they cannot. `own` is the family of the
 * newsroom's own font.
 */
export async function drawableWords(card: Card, setter: WordSetter, own: string | null = null) {
  const typeface = card.face?.typeface === 'sans' ? SANS : SERIF;
  const [headline, site] = [
    await setter.setTitle(card.headline, card.language, typeface, own),
    await setter.setTitle(card.site, card.siteLanguage, typeface, own),
  ];
  const tagline = headline === null ? await setter.set(card.tagline, card.siteLanguage) : null;
  const facts = await setter.set(card.facts.join('  ·  '), card.factsLanguage, SANS);
  const label = await setter.set(card.label, card.factsLanguage, SANS);
  const texts = [headline, site, tagline, facts, label].filter((text) => text !== null);
  return {
    direction: directionOf(headline === null ? card.siteLanguage : card.language),
    headline: headline ?? site,
    name: headline === null ? null : site,
    tagline,
    facts: card.facts.length > 0 ? facts : null,
    label,
    accent: card.accent,
    /** The families of all texts. The renderer looks for a character in no other, whatever earlier cards have loaded. */
    families: [...new Set([SERIF, SANS, ...texts.flatMap(({ families }) => families)])],
  };
}

export type CardWords = Awaited<ReturnType<typeof drawableWords>>;
