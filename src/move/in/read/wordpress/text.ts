const latin = new TextDecoder('windows-1252');
/** Characters that no page may hold: controls, halves of surrogate pairs, noncharacters. */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu;
/** Those, and every surrogate, paired or not. A quick first test: most texts have none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for them.
const SUSPECT = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/;

/**
 * Takes the characters out of a text that no page may hold. WordPress turns a text that is not UTF-8 from Latin-1 into UTF-8 when it
 * exports, so that a dash or quotation mark of windows-1252 became a control character between U+0080 and U+009F: it is undone.
 */
export function withoutForbidden(text: string): { text: string; restored: number; removed: number } {
  let [restored, removed] = [0, 0];
  if (!SUSPECT.test(text)) return { text, restored, removed };
  const clean = text.replace(FORBIDDEN, (character) => {
    const code = character.charCodeAt(0);
    const letter = code >= 0x80 && code <= 0x9f ? latin.decode(Uint8Array.of(code)) : '';
    if (letter !== '' && letter !== character) {
      restored++;
      return letter;
    }
    removed++;
    return '';
  });
  return { text: clean, restored, removed };
}
