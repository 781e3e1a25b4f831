import { isInLanguage } from '../language-check.ts';
import { QUOTED, speaksToMachines } from '../orders.ts';

// Which sentences of a page may stand in a TL;DR: those that state something, by themselves.

/** The shortest and the longest sentence that is taken, in characters; and where each character is a syllable. */
const [SHORTEST, LONGEST] = [40, 400];
const [SHORTEST_HAN, LONGEST_HAN] = [14, 160];

const IS_DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const COMPLETE = /[.。．।۔][”"’»」』）)]*$/u;
const BEGINS_LOWER = /^[^\p{L}\p{N}]*\p{Ll}/u;
const MACHINE_TEXT = /https?:|www\.|[\w.]@\w|[{}<>|©®]|[#@]\w|\.{3}|…|\n/u;
/** Words by which a page addresses its reader, or whoever reads it for one: no news does that. */
const ADDRESSES: Readonly<Record<string, RegExp>> = {
  en: /\b(?:you|your|yours|please|click|subscribe|sign up|log in|ignore|disregard|forget)\b/iu,
  de: /(?<=[\p{L},] )(?:Sie|Ihnen|Ihre?[mnrs]?|dich|dir|deine?[mnrs]?|du)(?![\p{L}])|\b(?:bitte|ignorier|klicken|abonnieren|vergiss)/iu,
  fr: /(?<!\p{L})(?:vous|votre|vos|tu|toi|tes|ignor(?:ez|e|er)|oubli(?:ez|e)|cliquez|abonnez|veuillez)(?!\p{L})/iu,
  es: /(?<!\p{L})(?:usted(?:es)?|tú|tu|tus|te|ignor(?:a|e|en|ad)|olvid(?:a|e)|haz|haga|suscríb\p{L}*|por favor)(?!\p{L})/iu,
  zh: /[你您请請]|忽略|无视|無視|点击|點擊|订阅|訂閱/u,
  ar: /(?<!\p{L})(?:أنت|أنتم|عليك|لك|تجاهل\p{L}*|يرجى|اضغط|اشترك|من فضلك|انقر|انس)(?!\p{L})/u,
};

/** Words of what belongs to a page and not to its text: notices, captions, bylines. In any language, since pages mix them. */
const PAGE_WORDS =
  /\b(?:cookies?|newsletters?|all rights reserved|terms of (?:use|service)|privacy policy|advertisement|getty images|file photo|prompt|language model|system message|assistant)\b|alle rechte vorbehalten|datenschutz|werbung|sprachmodell|tous droits réservés|publicité|modèle de langage|todos los derechos|publicidad|modelo de lenguaje|版权所有|版權所有|责任编辑|責任編輯|提示词|语言模型|جميع الحقوق محفوظة|نموذج لغوي|ملفات تعريف/iu;
const BYLINE =
  /^(?:by|von|par|por|photo|image|picture|foto|bild|video|caption|source|quelle|updated|published|记者|記者|图片|來源|来源|صورة|بقلم)(?=[\s:：]\s*\p{Lu}|[:：]|\s*\/)/iu;

const PAIRS = ['“”', '„“', '«»', '「」', '『』', '()', '[]', '（）'];

/** Whether every quotation and parenthesis that opens in the sentence closes there. A quotation cut in half says something else. */
function isBalanced(sentence: string): boolean {
  const count = (mark: string) => sentence.split(mark).length - 1;
  if (count('"') % 2 !== 0) return false;
  const isGerman = sentence.includes('„');
  return PAIRS.every(([open = '', close = '']) => {
    if (open === '“' && isGerman) return true;
    if (open === '„') return !isGerman || count('„') === count('“') + count('”');
    return count(open) === count(close);
  });
}

/** Whether a sentence of a page may stand in a TL;DR in a language: whole, in that language, and addressed to nobody. */
export function isCandidate(sentence: string, language: string): boolean {
  const isDense = (sentence.match(new RegExp(IS_DENSE, 'gu')) ?? []).length * 2 > sentence.length;
  const { length } = sentence;
  if (isDense ? length < SHORTEST_HAN || length > LONGEST_HAN : length < SHORTEST || length > LONGEST)
    return false;
  if (!COMPLETE.test(sentence) || BEGINS_LOWER.test(sentence) || MACHINE_TEXT.test(sentence)) return false;
  if (!isBalanced(sentence) || PAGE_WORDS.test(sentence) || BYLINE.test(sentence)) return false;
  const unquoted = sentence.replaceAll(QUOTED, '');
  if (Object.values(ADDRESSES).some((pattern) => pattern.test(unquoted))) return false;
  return !speaksToMachines(sentence) && isInLanguage(sentence, language) !== false;
}
