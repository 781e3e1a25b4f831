import type { Language } from '../pairs.ts';
import { type Edit, quotationsIn } from './edit.ts';

/** Words that fit into many quotations. */
const WORDS: Record<Language, string[]> = {
  en: ['political', 'question', 'public'],
  de: ['politische', 'gemeinsam', 'Frage'],
  es: ['política', 'pregunta', 'pública'],
  fr: ['politique', 'question', 'publique'],
  zh: ['政治', '问题', '公共'],
  ar: ['السياسة', 'السؤال', 'العامة'],
};

/**
 * Plants other words in quotations: instead of the longest word, and of the last other one that is not short. Also leaves the longest
 * word out, unless it is the first or the last: then what is left is a quotation still.
 */
export function editQuotations(claim: string, language: Language, quotes: string): Edit[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  const shortest = language === 'zh' ? 2 : 4;
  const others = WORDS[language].filter((word) => !quotes.includes(word));
  return quotationsIn(claim).flatMap(({ start, text }) => {
    const words = [...segmenter.segment(text)].filter(({ segment }) => segment.length >= shortest);
    const longest = words.toSorted((a, b) => b.segment.length - a.segment.length)[0];
    const last = words.findLast((word) => word !== longest);
    const replaced = [longest, last].flatMap((word, index) => {
      const other = others[index];
      if (word === undefined || other === undefined) return [];
      const at = start + word.index;
      return [{ kind: 'quotation' as const, start: at, end: at + word.segment.length, text: other }];
    });
    const isInside =
      longest && longest.index > 0 && /[\p{L}]/u.test(text.slice(longest.index + longest.segment.length));
    if (!isInside) return replaced;
    const at = start + longest.index;
    const space = text[longest.index + longest.segment.length] === ' ' ? 1 : 0;
    return [
      ...replaced,
      { kind: 'quotation' as const, start: at, end: at + longest.segment.length + space, text: '' },
    ];
  });
}
