import { primarySubtag } from '../../../../site/story/grounding/languages/languages.ts';
import { draftingWords } from '../words.ts';

/** How Chinese in traditional characters marks a quotation, and one within it. */
const TRADITIONAL = { outer: { open: '「', close: '」' }, inner: { open: '『', close: '』' } };

/** Returns a sentence as a quotation with its source: `“The bridge is closed.” (Harbour Times)`. */
export function quoteSentence(sentence: string, publisher: string, language: string): string {
  const isTraditional = /^zh-(?:hant|tw|hk|mo)\b/i.test(language);
  const { outer, inner } = isTraditional ? TRADITIONAL : draftingWords(language).quotes;
  const { open, close } = outer;
  const within = sentence.replaceAll(open.trim(), inner.open).replaceAll(close.trim(), inner.close);
  const isWide = primarySubtag(language) === 'zh' || primarySubtag(language) === 'ja';
  return open + within + close + (isWide ? `（${publisher}）` : ` (${publisher})`);
}
