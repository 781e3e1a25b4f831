import type { Language } from '../languages/language.ts';
import type { Token } from '../text/tokens.ts';
import { currencyOf, MULTIPLES, type Unit, unitOfSymbol } from './units.ts';

// Reads the unit before or after a number.

interface ReadUnit {
  unit: Unit;
  /** How many of the unit one of what was read is. */
  factor: number;
  /** The token after it. */
  to: number;
}

/** Reads a currency before a number: $, US$, EUR, RMB. */
export function currencyBefore(list: readonly Token[], at: number): { unit: Unit; to: number } | undefined {
  const [token, sign] = [list[at], list[at + 1]];
  if (!token) return undefined;
  // ٪12
  if (token.text === '%' && sign?.kind === 'digits' && sign.gap === '' && token.gap !== '')
    return { unit: 'percent', to: at + 1 };
  if (token.kind === 'word' && sign?.text === '$' && sign.gap === '') {
    const joined = currencyOf(`${token.text}$`);
    if (joined) return { unit: joined, to: at + 2 };
  }
  const unit = currencyOf(token.text);
  if (unit === undefined || (token.kind === 'word' && token.text.length < 2)) return undefined;
  // $US is how French writes it.
  if (token.text === '$' && sign?.kind === 'word' && sign.text === 'US' && sign.gap === '')
    return { unit: 'USD', to: at + 2 };
  const next = list[at + 1]?.text === '.' && token.kind === 'word' ? at + 2 : at + 1;
  return { unit, to: next };
}

const MULTIPLE = new RegExp(`^(${Object.keys(MULTIPLES).join('|')})(.+)$`);

/** The most characters of a unit in Han characters. */
const LONGEST_HAN = 5;

/** Reads the unit after a number. */
export function unitAfter(
  list: readonly Token[],
  at: number,
  language: Language,
  isDigits = false,
): ReadUnit | undefined {
  const token = list[at];
  if (!token) return undefined;
  if (token.kind === 'han') return hanUnit(list, at, language);
  const next = list[at + 1];
  if (token.text === '%' && next?.kind === 'word' && /^point/.test(next.key))
    return { unit: 'point', factor: 1, to: at + 2 };
  if (token.text === '°' && next && 'CF'.includes(next.text)) {
    const degrees = unitOfSymbol(`°${next.text}`);
    if (degrees) return { unit: degrees[0], factor: 1, to: at + 2 };
  }
  const phrase = phraseUnit(list, at, language);
  if (phrase) return phrase;
  const speed =
    next?.text === '/' && next.gap === ''
      ? unitOfSymbol(`${token.text}/${list[at + 2]?.text ?? ''}`)
      : undefined;
  if (speed) return { unit: speed[0], factor: speed[1], to: at + 3 };
  const symbol = isDigits || token.kind === 'mark' ? unitOfSymbol(token.text) : undefined;
  if (symbol) return { unit: symbol[0], factor: symbol[1], to: at + 1 };
  if (token.text === '$' && next?.text === 'US' && next.gap === '')
    return { unit: 'USD', factor: 1, to: at + 2 };
  if (token.kind === 'word' && next?.text === '$' && next.gap === '') {
    const joined = currencyOf(`${token.text}$`);
    if (joined) return { unit: joined, factor: 1, to: at + 2 };
  }
  const currency = token.kind === 'mark' || token.text.length > 1 ? currencyOf(token.text) : undefined;
  if (currency) return { unit: currency, factor: 1, to: at + 1 };
  return token.kind === 'word' && isDigits ? scaledCurrency(token, next, at) : undefined;
}

const THOUSANDS: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, Md: 1e9, Mds: 1e9, Mrd: 1e9 };
/** k€, M€, Md€, and as French agencies write it: ME, MEUR. */
function scaledCurrency(token: Token, next: Token | undefined, at: number): ReadUnit | undefined {
  const unit = next?.gap === '' ? currencyOf(next.text) : undefined;
  const factor = THOUSANDS[token.text];
  if (unit && factor) return { unit, factor, to: at + 2 };
  const [, thousands = '', code = ''] = /^(Mds?|[kKM])(E|EUR|USD|CHF|GBP)$/.exec(token.text) ?? [];
  const scaled: Unit | undefined = code === 'E' ? 'EUR' : currencyOf(code);
  return scaled === undefined ? undefined : { unit: scaled, factor: THOUSANDS[thousands] ?? 1, to: at + 1 };
}

/** Reads a unit of up to four words; hyphens within it do not count: US-Dollar. */
function phraseUnit(list: readonly Token[], at: number, language: Language): ReadUnit | undefined {
  const words: string[] = [];
  let best: ReadUnit | undefined;
  for (let next = at; next < list.length && words.length < 4; next++) {
    const token = list[next];
    if (!token) break;
    if ((token.text === '-' || token.text === "'" || token.text === '’') && token.gap === '' && next > at)
      continue;
    if (token.kind !== 'word') break;
    words.push(token.key);
    const found = wordUnit(words.join(' '), language);
    if (found) best = { ...found, to: next + 1 };
  }
  return best;
}

function wordUnit(word: string, language: Language): Omit<ReadUnit, 'to'> | undefined {
  const known = language.units.get(word);
  if (known) return { unit: known[0], factor: known[1] };
  const [, multiple = '', rest = ''] = word.length < 30 ? (MULTIPLE.exec(word) ?? []) : [];
  const base = rest ? language.units.get(rest) : undefined;
  return base ? { unit: base[0], factor: base[1] * (MULTIPLES[multiple] ?? 1) } : undefined;
}

function hanUnit(list: readonly Token[], at: number, language: Language): ReadUnit | undefined {
  let characters = '';
  let best: ReadUnit | undefined;
  for (let next = at; next < list.length && next < at + LONGEST_HAN; next++) {
    characters += list[next]?.key;
    const known = language.units.get(characters);
    if (known) best = { unit: known[0], factor: known[1], to: next + 1 };
  }
  return best;
}
