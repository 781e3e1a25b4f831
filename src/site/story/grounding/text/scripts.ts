import type { Token } from './tokens.ts';

// Tells in which script a text is, so that it is not compared with one in another.

export type Script =
  | 'Latin'
  | 'Han'
  | 'simplified'
  | 'traditional'
  | 'Arabic'
  | 'Cyrillic'
  | 'other'
  | 'none';

/** Frequent characters that only one of the two Chinese scripts has. */
const SIMPLIFIED = new Set(
  '国会这个来时间学说们对发经济业电车长门问关员书产东见现实为与从后于进过还没样动开两边设计认让给应该总统议题报导亿万书图际',
);
const TRADITIONAL = new Set(
  '國會這個來時間學說們對發經濟業電車長門問關員書產東見現實為與從後於進過還沒樣動開兩邊設計認讓給應該總統議題報導億萬書圖際',
);

const LANGUAGES: Readonly<Record<string, Script>> = {
  zh: 'Han', ja: 'Han', ar: 'Arabic', fa: 'Arabic', ur: 'Arabic', ru: 'Cyrillic', uk: 'Cyrillic', bg: 'Cyrillic',
}; // biome-ignore format: a table

function scriptOfToken({ kind, text }: Token): Script {
  if (kind === 'han') return 'Han';
  if (kind !== 'word') return 'none';
  const code = text.charCodeAt(0);
  if (code < 0x250) return 'Latin';
  if (code >= 0x400 && code < 0x530) return 'Cyrillic';
  return code >= 0x600 && code < 0x780 ? 'Arabic' : 'other';
}

/** Returns the script of most of a text's words. */
export function scriptOf(list: readonly Token[]): Script {
  const counts = new Map<Script, number>();
  let [simplified, traditional] = [0, 0];
  for (const token of list) {
    const script = scriptOfToken(token);
    if (script === 'none') continue;
    counts.set(script, (counts.get(script) ?? 0) + 1);
    if (script !== 'Han') continue;
    const [isSimplified, isTraditional] = [SIMPLIFIED.has(token.text), TRADITIONAL.has(token.text)];
    if (isSimplified && !isTraditional) simplified++;
    if (isTraditional && !isSimplified) traditional++;
  }
  const most = [...counts].reduce<[Script, number]>((a, b) => (b[1] > a[1] ? b : a), ['none', 0])[0];
  if (most !== 'Han' || simplified === traditional) return most;
  return simplified > traditional ? 'simplified' : 'traditional';
}

const isHan = (script: Script) => script === 'Han' || script === 'simplified' || script === 'traditional';

/** Whether two texts are in one script, as far as they show it. */
export const isOneScript = (a: Script, b: Script): boolean =>
  a === b || a === 'none' || b === 'none' || (isHan(a) && isHan(b) && (a === 'Han' || b === 'Han'));

/** Returns the language of a text of which nobody said it: the one that is expected, unless its script is another. */
export function languageBy(script: Script, expected: string | null): string {
  const ofExpected = LANGUAGES[expected?.toLowerCase().split(/[-_]/)[0] ?? ''] ?? 'Latin';
  const plain = isHan(script) ? 'Han' : script;
  if (expected !== null && (script === 'none' || plain === ofExpected || plain === 'other')) return expected;
  return { Han: 'zh', Arabic: 'ar' }[plain as string] ?? 'und';
}
