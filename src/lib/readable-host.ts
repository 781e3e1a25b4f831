/// <reference path="./punycode.d.ts" />
import punycode from 'punycode/punycode.js';

// Shows international hosts as people write them, unless that could deceive: much of what browsers do (UTS 39, and Chromium's rules for
// IDN). Addresses, scopes and keys stay in ASCII.

/** The scripts in which words are written today without looking like another's by design. */
const SCRIPTS = [
  'Arabic',
  'Armenian',
  'Bengali',
  'Cyrillic',
  'Devanagari',
  'Georgian',
  'Greek',
  'Gujarati',
  'Gurmukhi',
  'Hebrew',
  'Kannada',
  'Khmer',
  'Lao',
  'Latin',
  'Malayalam',
  'Myanmar',
  'Sinhala',
  'Tamil',
  'Telugu',
  'Thai',
] as const;

/** Scripts that are written together. ASCII letters may stand beside those of East Asia. */
const TOGETHER = [
  ...SCRIPTS.map((script) => new RegExp(`^[\\p{sc=${script}}\\d-]+$`, 'u')),
  /^[a-z\d\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー々-]+$/u,
  /^[a-z\d\p{sc=Han}\p{sc=Bopomofo}-]+$/u,
  /^[a-z\d\p{sc=Han}\p{sc=Hangul}-]+$/u,
];

/** The Latin letters of languages, without those of phonetics and without ı and ĸ, which pass for i and k. */
const LATIN =
  /^[a-z\d\u00df-\u00f6\u00f8-\u00fd\u00ff-\u0130\u0132-\u0137\u0139-\u0148\u014a-\u017eơưșțǎǐǒǔǖǘǚǜə\u1e00-\u1eff-]+$/;
/** þ passes for p, except where it is written. */
const ICELANDIC = /^[a-z\d\u00df-\u00f6\u00f8-\u00ff-]+$/;

/** Labels that a script can write with letters alone that pass for Latin ones, as in раура. */
const LOOK_LIKE_LATIN = [
  // укр is Ukraine's domain.
  /^(?!укр$)[асԁеһіјӏорԛѕԝхуъьҽпгѵѡысюкԍ\d-]+$/,
  /^[αγεηικνορτυχωϲϳ\d-]+$/,
  /^[զէլհյնոսպրցօք\d-]+$/,
  /^[וטןסח\d-]+$/,
];

/** Signs of East Asia that pass for punctuation or for l beside a Latin letter, a digit or the end of a label. */
const LIKE_PUNCTUATION = /(?:^|[a-z\d-])[ノソゾンーへ一丶丿〇ㅣㅡ]+(?:$|[a-z\d-])/;

const isWrittenInLatin = (label: string) =>
  /\p{sc=Latin}/u.test(label) && !/\p{sc=Han}|\p{sc=Hangul}|\p{sc=Hiragana}|\p{sc=Katakana}/u.test(label);

/** Whether readers see what a label is. `tld` is the last label of its host. */
function isClear(label: string, tld: string): boolean {
  if (!TOGETHER.some((together) => together.test(label))) return false;
  if (isWrittenInLatin(label)) return LATIN.test(label) || (tld === 'is' && ICELANDIC.test(label));
  if (LIKE_PUNCTUATION.test(label)) return false;
  // Marks are left out for comparison: ё passes for ë, and ї for ï. Below a domain of the same script, nobody expects Latin.
  const bare = label.normalize('NFD').replace(/\p{M}/gu, '');
  const isAtHome = !/^[a-z\d-]+$/.test(tld) && tld !== label;
  return isAtHome || !LOOK_LIKE_LATIN.some((letters) => letters.test(bare));
}

function decodeLabel(label: string): string {
  try {
    return punycode.decode(label.slice('xn--'.length));
  } catch {
    return label;
  }
}

/**
 * Returns a host as readers should see it: `bücher.example` for `xn--bcher-kva.example`. A label stays in ASCII whose letters are of several
 * scripts, or that passes for another: `xn--80ak6aa92e.com` is no аррӏе.com.
 */
export function readableHost(host: string): string {
  if (!host.includes('xn--')) return host;
  const labels = host.split('.');
  const shown = labels.map((label) => (label.startsWith('xn--') ? decodeLabel(label) : label));
  const tld = shown.at(-1) ?? '';
  return labels
    .map((label, index) => (isClear(shown[index] ?? label, tld) ? (shown[index] ?? label) : label))
    .join('.');
}

/** A host in a text: at its start, after a space or a bracket, or in an address. What comes later in an address is none. */
const HOST_IN_TEXT = /(?<=^|[\s("]|:\/\/)(?:[a-z\d_-]+\.)*xn--[a-z\d-]+(?:\.[a-z\d-]+)*/gi;

/** Returns an address, or a sentence about one, with its hosts as readers should see them. */
export const withReadableHosts = (text: string): string =>
  text.replace(HOST_IN_TEXT, (host) => (host.includes('.') ? readableHost(host.toLowerCase()) : host));
