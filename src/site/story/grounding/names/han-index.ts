import { Haystack } from '../text/haystack.ts';
import type { Token } from '../text/tokens.ts';

// Says whether quotes have a name in Chinese, as it stands or abbreviated.

/** The Han characters of a quote, for comparison with names. */
export class HanIndex {
  readonly #text: string;
  readonly #characters: Haystack;

  constructor(list: readonly Token[]) {
    this.#text = list.map(({ kind, key }) => (kind === 'mark' ? (key === '·' ? '' : '|') : key)).join('');
    this.#characters = new Haystack([...this.#text], '');
  }

  has(name: string): boolean {
    if (this.#characters.has([...name])) return true;
    // 云南省 is 云南.
    if (name.length > 2 && this.#characters.has([...name.replace(/[省市县縣区區州]$/, '')])) return true;
    return name.length > 2 && this.#abbreviates(name);
  }

  /** Whether the quote has a longer form, or a shorter one, of an office's name: 工信部 for 工业和信息化部. */
  #abbreviates(name: string): boolean {
    const [first, last] = [name.charAt(0), name.charAt(name.length - 1)];
    if (!this.#characters.has([first])) return false;
    const reach = name.length * 4;
    let tries = 0;
    for (
      let at = this.#text.indexOf(first);
      at >= 0 && tries < 50;
      at = this.#text.indexOf(first, at + 1), tries++
    ) {
      const window = this.#text.slice(at, at + reach);
      const end = window.indexOf('|');
      const longer = end < 0 ? window : window.slice(0, end);
      if (isSubsequence(name, longer)) return true;
      const stop = longer.indexOf(last, 1);
      if (stop > 1 && stop < name.length - 1 && isSubsequence(longer.slice(0, stop + 1), name)) return true;
    }
    return false;
  }
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const character of short) {
    at = long.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
