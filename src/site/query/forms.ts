// Other forms of a word that a search for it finds too. There are few, and no dictionary: a rule is here only if the words that it makes
// from others are rarely words of their own. Words are as `tokensOf()` makes them, in lower case and without accents.

/** The shortest word that loses an ending or an article: what is left of shorter ones is too often another word. */
const MIN_LENGTH = 5;
/** The fewest letters that an Arabic word has without its article. */
const MIN_STEM = 3;
const IS_LATIN = /^[a-z]{3,}$/;
const IS_ARABIC = /^\p{Script=Arabic}{3,}$/u;
const IS_HEBREW = /^\p{Script=Hebrew}{3,}$/u;

/** Words with which a rule for plurals would find another word. */
const WITHOUT_FORMS = new Set([
  'new',
  'news',
  'doe',
  'wood',
  'woods',
  'good',
  'goods',
  'mean',
  'means',
  'custom',
  'customs',
]);

/** Plurals of English, which many other languages write alike: reports, companies, taxes, crises; libros, maisons. */
function latinForms(word: string): string[] {
  if (WITHOUT_FORMS.has(word)) return [];
  const isLong = word.length >= MIN_LENGTH;
  const without = (ending: string, instead = '') => `${word.slice(0, -ending.length)}${instead}`;
  if (/sis$/.test(word) && isLong) return [without('is', 'es')];
  if (/(?:ss|us|is)$/.test(word)) return [`${word}es`];
  if (/ies$/.test(word) && isLong) return [without('ies', 'y'), without('s')];
  if (/[aeiouy]ses$/.test(word) && isLong) return [without('es'), without('s'), without('es', 'is')];
  if (/(?:x|z|s|ch|sh|o)es$/.test(word) && isLong) return [without('es'), without('s')];
  if (/s$/.test(word)) return isLong ? [without('s')] : [`${word}es`];
  if (/[^aeiou]y$/.test(word)) return [without('y', 'ies')];
  if (/(?:x|z|ch|sh|o)$/.test(word)) return [`${word}es`, `${word}s`];
  return [`${word}s`];
}

/** The Arabic article, and what is written as one word with it: and, with, as, so, for. */
const ARABIC_ARTICLES = ['ال', 'وال', 'بال', 'كال', 'فال', 'لل'];
/** "And" without the article. A word may begin with it, so it is never left out. */
const ARABIC_AND = 'و';

function arabicForms(word: string): string[] {
  const article = ARABIC_ARTICLES.find((each) => word.startsWith(each)) ?? '';
  const rest = word.slice(article.length);
  const stem = rest.length >= MIN_STEM ? rest : word;
  return [stem, ...[...ARABIC_ARTICLES, ARABIC_AND].map((prefix) => `${prefix}${stem}`)];
}

/** The Hebrew article, and what is written as one word with it or in its place: and, in, to, from, that. */
const HEBREW_PREFIXES = ['ה', 'ו', 'ב', 'ל', 'מ', 'ש', 'וה', 'מה', 'שה'];

function hebrewForms(word: string): string[] {
  // A word may begin with one of these letters, so none but the article is left out.
  const stems = word.startsWith('ה') && word.length >= MIN_LENGTH ? [word.slice(1), word] : [word];
  return [...stems, ...stems.flatMap((stem) => HEBREW_PREFIXES.map((prefix) => `${prefix}${stem}`))];
}

function formsInScript(word: string): string[] {
  if (IS_LATIN.test(word)) return latinForms(word);
  if (IS_ARABIC.test(word)) return arabicForms(word);
  return IS_HEBREW.test(word) ? hebrewForms(word) : [];
}

/**
 * Returns the other forms of a word, at most 20: in Latin script its plural or singular; in Arabic and Hebrew the word with and without
 * the article.
 */
export const formsOf = (word: string): string[] =>
  [...new Set(formsInScript(word))].filter((form) => form !== word);
