import ar from './languages/ar.json' with { type: 'json' };
import de from './languages/de.json' with { type: 'json' };
import en from './languages/en.json' with { type: 'json' };
import es from './languages/es.json' with { type: 'json' };
import fa from './languages/fa.json' with { type: 'json' };
import fr from './languages/fr.json' with { type: 'json' };
import he from './languages/he.json' with { type: 'json' };
import hi from './languages/hi.json' with { type: 'json' };
import it from './languages/it.json' with { type: 'json' };
import ja from './languages/ja.json' with { type: 'json' };
import ko from './languages/ko.json' with { type: 'json' };
import pt from './languages/pt.json' with { type: 'json' };
import ru from './languages/ru.json' with { type: 'json' };
import tr from './languages/tr.json' with { type: 'json' };
import zh from './languages/zh.json' with { type: 'json' };
import zhHant from './languages/zh-Hant.json' with { type: 'json' };

/**
 * The words by which a page says in a language that it is not what was asked for: patterns, which are matched in lower case and without
 * punctuation, in pages of any language.
 */
interface PageWords {
  /** Titles of pages that do not exist: whole, or a part of them between signs such as `|`. */
  missing: readonly string[];
  /** A domain that is for sale. */
  forSale?: readonly string[];
  /** Pages that ask whether a person reads them. */
  captcha: readonly string[];
  /** Pages that ask for consent before they show anything. */
  consent: readonly string[];
  /** Where an article stops for readers who have not paid. */
  paywall: readonly string[];
}

const LANGUAGES: readonly PageWords[] = [en, de, es, fr, zh, ar, fa, he, hi, it, ja, ko, pt, ru, tr, zhHant];
const anyOf = (list: keyof PageWords): string => LANGUAGES.flatMap((words) => words[list] ?? []).join('|');

const NOT_FOUND_NAME = new RegExp(
  `^(?:(?:http |server )?(?:error|fehler|erreur|خطأ)? ?(?:404|410)(?: ?(?:error|fehler|错误|錯誤|not found|gone))?|${anyOf('missing')})$`,
  'u',
);
const FOR_SALE = new RegExp(anyOf('forSale'), 'u');
const CAPTCHA = new RegExp(anyOf('captcha'), 'u');
const CONSENT = new RegExp(anyOf('consent'), 'gu');
const PAYWALL = new RegExp(anyOf('paywall'), 'u');

/** Where one signs in, or is asked for consent: the path or the host of an address. */
const GATE =
  /(?:^|[./_-])(?:log-?in|sign-?in|anmelden|auth|sso|oauth2?|consent|privacy-?gate|cookie-?wall|captcha|challenge|paywall|subscribe)(?:[./_-]|$)/;

/** Returns a text in lower case, with single spaces and without punctuation, so that one pattern matches each way of writing. */
export const plainWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('i\u0307', 'i')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** Counts the letters of a text; a Chinese or Japanese character says as much as three. */
export const lengthOf = (text: string): number =>
  text.length + 2 * (text.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu)?.length ?? 0);

/** Whether a page calls itself missing: one of its names, or a part of one. */
export const isNameOfMissingPage = (name: string): boolean =>
  name.split(/\s[-–—|·•»:]\s|[|»:!?！？：。.]/u).some((part) => NOT_FOUND_NAME.test(plainWords(part)));

export const saysForSale = (words: string): boolean => FOR_SALE.test(words);
export const saysCaptcha = (words: string): boolean => CAPTCHA.test(words);
export const saysPaywall = (words: string): boolean => PAYWALL.test(words);

/** Returns how much of a text is about consent: the share of its letters that belong to such words. */
export function consentShare(words: string): number {
  const letters = Array.from(words.matchAll(CONSENT), ([match]) => match.length);
  return letters.reduce((sum, length) => sum + length, 0) / Math.max(1, words.length);
}

/** Whether an address is one where readers are asked to sign in or to consent. */
export const isGate = ({ hostname, pathname }: URL): boolean =>
  GATE.test(hostname) || GATE.test(pathname.toLowerCase());
