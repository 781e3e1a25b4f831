import { directionOf } from '../../language/words.ts';
import type { Card } from './card.ts';
import type { CanDraw } from './coverage.ts';
import type { LoadFont } from './font-files.ts';
import { breaksOf, withTies } from './line-breaks.ts';
import type { Typefaces } from './typefaces.ts';
import { familiesOf, MORE_SANS, SANS, SERIF, type Setting, settingOf } from './typography.ts';

// The words of a card as its fonts can draw them. A text that they cannot draw completely is left out.

/** A text that can be drawn, and how. */
export interface SetText {
  text: string;
  /** The same, with lines that end between phrases only in Chinese and Japanese. */
  inPhrases: string;
  language: string;
  direction: 'ltr' | 'rtl';
  /** The families in which it is drawn, by preference, as in CSS. */
  families: string[];
  setting: Setting;
}

/** The most characters of a text that are drawn. A headline has at most 200; the rest of a longer one would not fit. */
const MAX_CHARACTERS = 400;

/** The frame of a keycap, such as 1️⃣: its digit is enough. */
const KEYCAP = /\ufe0f?\u20e3/g;

/** Composes letters with their accents, because fonts have them composed, and cuts off what cannot fit. */
const toDrawable = (text: string) =>
  Array.from(text.normalize('NFC').replace(KEYCAP, '')).slice(0, MAX_CHARACTERS).join('');

const IS_INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** An accent that is no part of its letter. Only the serif has both. */
const HAS_ACCENT = /[\u0300-\u034e\u0350-\u036f]/;
/** An emoji, another small picture, or a private character: no part of a word. */
const IS_ORNAMENT = /^[\p{Extended_Pictographic}\p{So}\p{Sk}\p{Co}]/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Returns what can be drawn of a text: plain characters for fancy ones that the fonts lack, and no emoji that they lack. Returns null if
 * that leaves a word incomplete, or nothing visible.
 */
function drawablePart(text: string, canDraw: CanDraw): string | null {
  let drawable = '';
  for (const { segment } of graphemes.segment(text)) {
    const plain = segment.normalize('NFKC');
    if (canDraw(segment)) drawable += segment;
    else if (canDraw(plain)) drawable += plain;
    else if (IS_ORNAMENT.test(segment)) drawable = drawable.trimEnd();
    else return null;
  }
  return /[^\p{Default_Ignorable_Code_Point}\s]/u.test(drawable) ? drawable.trim() : null;
}

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

  /**
   * Sets a text in the serif or the sans, and in what its script needs beside. Returns null if a word of it cannot be drawn, or nothing
   * is left to draw.
   */
  async set(text: string | null, language: string, typeface = SERIF): Promise<SetText | null> {
    if (text === null) return null;
    const candidate = toDrawable(text);
    const { before, after } = familiesOf(candidate, language);
    const isSans = typeface === SANS;
    const families = [...new Set([...before, ...(isSans ? [SANS, MORE_SANS] : []), SERIF, ...after])];
    const { covered, used } = await this.#load(candidate, families, before);
    const drawable = drawablePart(
      candidate,
      (characters) =>
        Array.from(characters).every((character) => covered.has(character) || this.#serif(character)) &&
        (!HAS_ACCENT.test(characters) || this.#serif(characters)),
    );
    if (drawable === null) return null;
    const { betweenWords, betweenPhrases } = breaksOf(withTies(drawable), language);
    return {
      text: betweenWords,
      inPhrases: betweenPhrases,
      language,
      direction: directionOf(language),
      families: used,
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

  /**
   * Loads families until every character can be drawn. Returns those that they draw, and the families without those after the serif
   * that draw nothing: cards before may have loaded something of them, which changes the layout.
   */
  async #load(
    text: string,
    families: readonly string[],
    before: readonly string[],
  ): Promise<{ covered: Set<string>; used: string[] }> {
    const covered = new Set<string>();
    const used: string[] = [];
    const left = new Set(Array.from(text).filter((character) => !IS_INVISIBLE.test(character)));
    let mayReplace = true;
    for (const family of families) {
      if (family === SANS || family === SERIF) used.push(family);
      if (family === SANS) continue;
      if (family === SERIF) {
        mayReplace = false;
        for (const character of left) if (this.#serif(character)) left.delete(character);
        continue;
      }
      // A family after the serif is for what is left; one before it takes its own punctuation too.
      if (left.size === 0 && !before.includes(family)) break;
      const drawn = await this.#typefaces.load({ name: family, mayReplace }, left, this.#loadFont);
      if (mayReplace || drawn.size > 0) used.push(family);
      for (const character of drawn) {
        covered.add(character);
        left.delete(character);
      }
    }
    return { covered, used };
  }
}

/** Joins facts by a dot, or by a line between Arabic digits, whose zero is a dot. */
const joinFacts = (facts: readonly string[]) =>
  facts.join(facts.some((fact) => /[\u0660-\u0669\u06f0-\u06f9]/.test(fact)) ? '  |  ' : '  ·  ');

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
  const facts = await setter.set(joinFacts(card.facts), card.factsLanguage, SANS);
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
