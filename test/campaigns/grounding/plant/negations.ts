import type { Language } from '../pairs.ts';
import { type Edit, quotationsIn, replaceMatch } from './edit.ts';

/** How each language says no to the verb that it finds first. `$1` is the verb. */
const ADD: Record<Language, [RegExp, string][]> = {
  en: [
    [/\bhas to\b/u, 'does not have to'],
    [/\b(is|are|was|were|has|had|have|will|can)\b/u, '$1 not'],
    [/\bmade\b/u, 'did not make'],
    [/\bwent\b/u, 'did not go'],
    [/\bfined\b/u, 'did not fine'],
    [/\braised\b/u, 'did not raise'],
    [/\blifted\b/u, 'did not lift'],
    [/\bwon\b/u, 'did not win'],
    [/\bran\b/u, 'did not run'],
    [/\bdismissed\b/u, 'did not dismiss'],
    [/\brose\b/u, 'did not rise'],
  ],
  de: [[/\b(hat|haben|ist|sind|war|lag|will|soll|sollen|nennt|kann)\b/u, '$1 nicht']],
  es: [
    [
      /(?<!\p{L})(sacudió|ha|creció|bajó|aumentó|ganó|dijo|calificó|lleva|encontró|subió|autorizó|costará|aprobó|sufrió|logró|recordó|subieron)(?!\p{L})/u,
      'no $1',
    ],
  ],
  fr: [
    [/(?<![\p{L}'])(a|avait)(?![\p{L}-])/u, "n'$1 pas"],
    [/(?<![\p{L}'])(est|ont)(?![\p{L}-])/u, "n'$1 pas"],
    [/(?<!\p{L})(comptait)(?!\p{L})/u, 'ne $1 pas'],
  ],
  zh: [
    [/(增长|达到|超过|赢得|获得|位列|介绍|宣布|襲擊)/u, '没有$1'],
    [/首次超越/u, '没有超越'],
    [/将于/u, '不会于'],
    [/时间是/u, '时间不是'],
  ],
  ar: [
    [/(?<!\p{L})تحتاج/u, 'لا تحتاج'],
    [/(?<!\p{L})قال/u, 'لم يقل'],
    [/(?<!\p{L})قتل/u, 'لم يقتل'],
    [/(?<!\p{L})أسفر/u, 'لم يسفر'],
    [/(?<!\p{L})هز /u, 'لم يهز '],
    [/(?<!\p{L})قدرت/u, 'لم تقدر'],
    [/(?<!\p{L})زادت/u, 'لم تزد'],
    [/(?<!\p{L})جاء/u, 'لم يأت'],
    [/(?<!\p{L})يتضمن/u, 'لا يتضمن'],
    [/(?<!\p{L})أعلن /u, 'لم يعلن '],
    [/(?<!\p{L})أعلنت /u, 'لم تعلن '],
    [/(?<!\p{L})اختتمت/u, 'لم تختتم'],
    [/(?<!\p{L})يحتاج /u, 'لا يحتاج '],
    [/(?<!\p{L})عثر/u, 'لم يعثر'],
    [/(?<!\p{L})فاز/u, 'لم يفز'],
    [/(?<!\p{L})ارتفع/u, 'لم يرتفع'],
    [/(?<!\p{L})أُنشئ/u, 'لم يُنشأ'],
    [/(?<!\p{L})أطلق/u, 'لم يطلق'],
  ],
};

/** How each language takes a negation away. */
const TAKE_AWAY: Record<Language, [RegExp, string][]> = {
  en: [
    [/\b(was|is|are|has|had) not\b/gu, '$1'],
    [/\bdid not give\b/gu, 'gave'],
    [/\bno (?=evidence)/gu, ''],
  ],
  de: [[/ nicht\b/gu, '']],
  es: [[/(?<!\p{L})no (?=pud)/gu, '']],
  fr: [[/ne signale pas de/gu, 'signale des']],
  zh: [
    [/没有(?=发生|计划)/gu, '已经'],
    [/未(?=报告)/gu, '已'],
    [/尚未/gu, '已經'],
  ],
  ar: [
    [/لم يتلق/gu, 'تلقى'],
    [/لم تذكر/gu, 'ذكرت'],
    [/لم تُعثر/gu, 'عثرت'],
  ],
};

/** Takes each negation away; where there is none, says no to the first verb. Quotations stay as they are. */
export function editNegations(claim: string, language: Language): Edit[] {
  const quotations = quotationsIn(claim);
  const isOutside = ({ start, end }: Edit) =>
    quotations.every((quotation) => end <= quotation.start || quotation.end <= start);
  const taken = TAKE_AWAY[language].flatMap(([negation, without]) =>
    Array.from(claim.matchAll(negation), (match) =>
      replaceMatch('negation taken away', match, without.replace('$1', match[1] ?? '')),
    ),
  );
  if (taken.length > 0) return taken.filter(isOutside);
  const added = ADD[language].flatMap(([verb, negated]) => {
    const match = verb.exec(claim);
    return match ? [replaceMatch('negation added', match, negated.replace('$1', match[1] ?? ''))] : [];
  });
  return added
    .filter(isOutside)
    .toSorted((a, b) => a.start - b.start)
    .slice(0, 1);
}
