import { languageOf } from '../../../../site/story/grounding/languages/languages.ts';
import { type Token, tokenize } from '../../../../site/story/grounding/text/tokens.ts';

/** Scripts that write no space between words. */
const UNSPACED =
  /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Cuts a run of characters without spaces into overlapping pairs, which do for words where nothing separates these. */
function pairsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
}

/** Returns the terms of a sentence that carry meaning: its words and numbers without function words, or pairs of characters. */
export function termsOf(sentence: string, language: string | null): string[] {
  const { functionWords } = languageOf(language);
  const terms: string[] = [];
  let run = '';
  const flush = () => {
    terms.push(...pairsOf(run));
    run = '';
  };
  const isUnspaced = ({ kind, key }: Token) => kind === 'han' || (kind === 'word' && UNSPACED.test(key));
  for (const token of tokenize(sentence).list) {
    if (isUnspaced(token)) {
      run += token.key;
      continue;
    }
    flush();
    if (token.kind !== 'mark' && !functionWords.has(token.key)) terms.push(token.key);
  }
  flush();
  return terms;
}
