import { type KnownLanguage, primarySubtag } from '../../../site/story/grounding/languages/languages.ts';
import ar from './languages/ar.json' with { type: 'json' };
import de from './languages/de.json' with { type: 'json' };
import en from './languages/en.json' with { type: 'json' };
import es from './languages/es.json' with { type: 'json' };
import fr from './languages/fr.json' with { type: 'json' };
import zh from './languages/zh.json' with { type: 'json' };

interface Marks {
  open: string;
  close: string;
}

/** Patterns, which are matched in pages of any language and in any case, because pages mix languages. */
interface Patterns {
  /** Orders to a machine that reads the page, and what such a machine is called. */
  orders: readonly string[];
  /** Words by which a page addresses its reader, or whoever reads it for one: no news does that. */
  addresses: readonly string[];
  /** What belongs to a page and not to its text: notices, captions. */
  pageWords: readonly string[];
  /** What stands before who wrote, photographed or said something. */
  bylines: readonly string[];
}

/** What drafting knows of a language. */
interface DraftingWords extends Patterns {
  /** How it marks a quotation, and one within it. */
  quotes: { outer: Marks; inner: Marks };
  /** What a good analysis answers: the program asks, and a person answers. */
  questions: readonly string[];
}

const LANGUAGES = new Map<string, DraftingWords>(
  Object.entries({ en, de, fr, es, zh, ar } satisfies Record<KnownLanguage, DraftingWords>),
);

/** Returns the words of a language; those of English for one that has none of its own. */
export const draftingWords = (language: string): DraftingWords =>
  LANGUAGES.get(primarySubtag(language)) ?? en;

/** Returns a pattern that matches what one of a kind in any language does. */
export const anyOf = (kind: keyof Patterns): string =>
  [...LANGUAGES.values()].flatMap((words) => words[kind]).join('|');
