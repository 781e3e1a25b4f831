import { languageOf } from '../languages/languages.ts';

// German compounds are named by their last part. A noun that ends as a common one does is no name.

const ENDING = /(?:nen|en|ern|er|es|e|n|s)$/;

/** Whether a word is a common noun by its last part. The longest parts of it are looked up first. */
export function isCommonNoun(key: string): boolean {
  const { heads, wholeNouns } = languageOf('de').nounNames ?? {};
  const forms = [key];
  for (let form = key; forms.length < 3; ) {
    const shorter = form.replace(ENDING, '');
    if (shorter === form || shorter.length < 2) break;
    forms.push(shorter, `${shorter}e`);
    form = shorter;
  }
  return forms.some((form) => {
    if (heads?.has(form) || wholeNouns?.has(form)) return true;
    for (let at = Math.max(2, form.length - 18); at <= form.length - 4; at++) {
      const head = form.slice(at);
      if (heads?.has(head) && !wholeNouns?.has(head)) return true;
    }
    return false;
  });
}
