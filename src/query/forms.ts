// Other forms of a word that a search for it finds too. There are few, and no dictionary: a rule is here only if the words that it makes
// from others are rarely words of their own. Words are as `tokensOf()` makes them, in lower case and without accents.

/** The shortest word that loses an ending or an article: what is left of shorter ones is too often another word. */
const MIN_LENGTH = 5;
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

/** Plurals of English, which many other languages write alike: reports, companies, taxes; libros, maisons. */
function latinForms(word: string): string[] {
  if (WITHOUT_FORMS.has(word)) return [];
  const without = (ending: string, instead = '') => `${word.slice(0, -ending.length)}${instead}`;
  if (/(?:ss|us|is)$/.test(word)) return [`${word}es`];
  if (/ies$/.test(word) && word.length >= MIN_LENGTH) return [without('ies', 'y'), without('s')];
  if (/(?:x|z|s|ch|sh|o)es$/.test(word) && word.length >= MIN_LENGTH) return [without('es'), without('s')];
  if (/s$/.test(word)) return word.length >= MIN_LENGTH ? [without('s')] : [`${word}es`];
  if (/[^aeiou]y$/.test(word)) return [without('y', 'ies')];
  if (/(?:x|z|ch|sh|o)$/.test(word)) return [`${word}es`, `${word}s`];
  return [`${word}s`];
}

/** The Arabic article, and what is written as one word with it: and, with, as, so, for. */
const ARABIC_ARTICLES = ['ال', 'وال', 'بال', 'كال', 'فال', 'لل'];
/** "And" without the article. A word may begin with it, so it is never left out. */
const ARABIC_AND = 'و';

function arabicForms(word: string): string[] {
  const article = ARABIC_ARTICLES.find((article) => word.startsWith(article));
  const stem = article && word.length - article.length >= 3 ? word.slice(article.length) : word;
  return [stem, ...[...ARABIC_ARTICLES, ARABIC_AND].map((prefix) => `${prefix}${stem}`)];
}

/** The Hebrew article, and what is written as one word with it or in its place: and, in, to, from, that. */
const HEBREW_PREFIXES = ['ה', 'ו', 'ב', 'ל', 'מ', 'ש', 'וה', 'מה', 'שה'];

function hebrewForms(word: string): string[] {
  // A word may begin with one of these letters, so none but the article is left out.
  const stem = word.startsWith('ה') && word.length >= MIN_LENGTH ? [word.slice(1)] : [];
  return [...stem, ...[word, ...stem].flatMap((stem) => HEBREW_PREFIXES.map((prefix) => `${prefix}${stem}`))];
}

/** Returns the other forms of a word, at most 20: for Latin script, its plural or singular; for Arabic and Hebrew, it with and without article. */
export function formsOf(word: string): string[] {
  const forms = IS_LATIN.test(word)
    ? latinForms(word)
    : IS_ARABIC.test(word)
      ? arabicForms(word)
      : IS_HEBREW.test(word)
        ? hebrewForms(word)
        : [];
  return [...new Set(forms)].filter((form) => form !== word);
}
