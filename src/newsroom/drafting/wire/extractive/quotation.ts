import { primarySubtag } from '../../../../site/story/grounding/languages/languages.ts';

/** How a language marks a quotation, and one within it. */
interface Marks {
  outer: readonly [string, string];
  inner: readonly [string, string];
}

const ENGLISH: Marks = { outer: ['“', '”'], inner: ['‘', '’'] };
const MARKS: Readonly<Record<string, Marks>> = {
  en: ENGLISH,
  zh: ENGLISH,
  de: { outer: ['„', '“'], inner: ['‚', '‘'] },
  fr: { outer: ['«\u00a0', '\u00a0»'], inner: ['“', '”'] },
  es: { outer: ['«', '»'], inner: ['“', '”'] },
  ar: { outer: ['«', '»'], inner: ['“', '”'] },
};
const TRADITIONAL: Marks = { outer: ['「', '」'], inner: ['『', '』'] };

/** Returns a sentence as a quotation with its source: `“The bridge is closed.” (Harbour Times)`. */
export function quoteSentence(sentence: string, publisher: string, language: string): string {
  const isTraditional = /^zh-(?:hant|tw|hk|mo)\b/i.test(language);
  const { outer, inner } = isTraditional ? TRADITIONAL : (MARKS[primarySubtag(language)] ?? ENGLISH);
  const [open, close] = outer;
  const within = sentence.replaceAll(open.trim(), inner[0]).replaceAll(close.trim(), inner[1]);
  const isWide = primarySubtag(language) === 'zh' || primarySubtag(language) === 'ja';
  return open + within + close + (isWide ? `（${publisher}）` : ` (${publisher})`);
}
