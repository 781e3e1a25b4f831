import { foldText } from '../../../site/query/fold-text.ts';
import type { KnownLanguage } from '../../../site/story/grounding/languages/languages.ts';
import { germanParts } from './german-compounds.ts';
import ar from './stop-words/ar.json' with { type: 'json' };
import de from './stop-words/de.json' with { type: 'json' };
import en from './stop-words/en.json' with { type: 'json' };
import es from './stop-words/es.json' with { type: 'json' };
import fr from './stop-words/fr.json' with { type: 'json' };
import zh from './stop-words/zh.json' with { type: 'json' };

// Words of headlines in any language, without a dictionary: folded, and cut to stems of a fixed length, which for retrieval does about
// as well as stemmers of each language (McNamee and Mayfield, "Character N-Gram Tokenization for European Language Text Retrieval",
// Information Retrieval 7, 2004). Scripts without spaces give pairs of characters.

/** Words that say nothing of an event, folded, in the languages that the newsroom writes in. Pairs of characters need none. */
const STOP_WORDS = new Set(
  Object.values({ ar, de, en, es, fr, zh } satisfies Record<KnownLanguage, readonly string[]>).flatMap(
    (lines) => lines.flatMap((line) => line.split(' ')),
  ),
);

/** How many characters of a word count. */
const STEM_LENGTH = 5;

/** What is read of a text. Feeds may put whole articles into a summary. */
const MAX_CHARACTERS = 1_500;

const SPACELESS = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
const RUN =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}ー\p{M}]+|\p{N}+(?:[.,٫٬]\p{N}+)*|[\p{L}\p{M}]+/gu;

/** A word as it is compared, or a pair of characters in a script without spaces. */
export interface Word {
  term: string;
  kind: 'word' | 'number';
}

/** Folds a word, and leaves out what marks are left, such as vowel signs of Indian scripts. */
const fold = (word: string): string => foldText(word).replace(/\p{M}/gu, '');

/** Drops the article of an Arabic word, and the particles before it. */
const withoutArticle = (word: string): string =>
  word.replace(/^(?:[وف]?(?:ال|بال|كال|لل))(?=\p{sc=Arab}{3})/u, '');

/** `1,200` and `1.200` are `1200`; `2.1` and `2,1` are `2.1`; other digits are ASCII's. */
const readNumber = (run: string): string =>
  foldText(run)
    .replace(/[.,٫٬](?=\d{3}(?!\d))/g, '')
    .replace(/[,٫]/g, '.');

/** Returns the words of a text in their order, those without meaning of their own left out. German compounds are two words. */
export function readWords(text: string, language: string | null = null): Word[] {
  const source = text.slice(0, MAX_CHARACTERS).normalize('NFC');
  const isGerman = /^de\b/i.test(language ?? '');
  const words: Word[] = [];
  for (const [run] of source.matchAll(RUN)) {
    if (/^\p{N}/u.test(run)) {
      words.push({ term: readNumber(run), kind: 'number' });
    } else if (SPACELESS.test(run)) {
      const characters = [...run.normalize('NFKC')];
      if (characters.length === 1) words.push({ term: run, kind: 'word' });
      for (let at = 0; at + 1 < characters.length; at++) {
        words.push({ term: `${characters[at]}${characters[at + 1]}`, kind: 'word' });
      }
    } else {
      const word = withoutArticle(fold(run));
      if (word.length < 2 || STOP_WORDS.has(word)) continue;
      for (const part of isGerman ? germanParts(word) : [word]) {
        words.push({ term: part.slice(0, STEM_LENGTH), kind: 'word' });
      }
    }
  }
  return words;
}
