// Words of headlines in any language, without a dictionary: folded, and cut to stems of a fixed length, which for retrieval does about
// as well as stemmers of each language (McNamee and Mayfield, "Character N-Gram Tokenization for European Language Text Retrieval",
// Information Retrieval 7, 2004). Scripts without spaces give pairs of characters.

/** Words that say nothing of an event, in the languages that the newsroom writes in. */
const STOP_WORDS = new Set(
  `a about after again all also an and another any are as at back be because been before being between but by can could day days did
  do for from had has have he her here his how if in into is it its just may more most new no not now of off on one or other our out
  over people said say says she since so some still than that the their them there these they this those three to told two until up
  was we were what when where which who why will with would year years you your first last week month
  monday tuesday wednesday thursday friday saturday sunday
  aber alle als am an auch auf aus bei beim bis das dass dem den der des die drei durch ein eine einem einen einer er es fur gegen hat
  haben ihr im in ist jetzt kann mehr mit nach neue neuer nicht noch nun nur oder sein sich sie sind so soll sollen sowie uber um und
  unter vom von vor war warum was weiter wer werden wie wieder will wird worden wurde wurden zu zum zur zwei zwischen
  montag dienstag mittwoch donnerstag freitag samstag sonntag
  a au aux avec c ce ces cette d dans de des deux du elle en entre est et etait ete il ils j je l la le les leur lors mais n ne nous
  on ont ou par pas plus pour pourquoi qu que qui s sa sans se selon ses si son sont sous sur trois un une va vers
  lundi mardi mercredi jeudi vendredi samedi dimanche
  al ante con contra cuando de del desde dos el ella en entre era es esta este fue ha han hasta la las lo los mas muy ni no o para
  pero por porque que quien se segun ser sera si sin sobre son su sus tras tres un una y ya
  lunes martes miercoles jueves viernes sabado domingo
  او الى ان اي بعد بين حتي علي عن عند في قبل قد كان كل لا لم لماذا ما مع من هذا هذه هو هي وفق التي الذي
  اثنين ثلاثاء اربعاء خميس جمعه سبت احد`.split(/\s+/),
);

/** How many characters of a word count. */
const STEM_LENGTH = 5;

/** What is read of a text. Feeds may put whole articles into a summary. */
const MAX_CHARACTERS = 1_500;

const SPACELESS = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
const RUN =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}ー\p{M}]+|\p{N}+(?:[.,٫٬]\p{N}+)*|[\p{L}\p{M}]+/gu;

/** A word as it is compared, or a pair of characters in a script without spaces. */
export interface Word {
  term: string;
  kind: 'word' | 'number';
}

/** Compatibility forms, case, accents, and the spellings of Arabic letters that writers mix. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (!/[^ -~]/.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/[\p{M}ـ]/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[أإآٱ]/g, 'ا')
    .replaceAll('ى', 'ي')
    .replaceAll('ة', 'ه');
}

/** Drops the article of an Arabic word, and the particles before it. */
const withoutArticle = (word: string): string =>
  word.replace(/^(?:[وف]?(?:ال|بال|كال|لل))(?=\p{sc=Arab}{3})/u, '');

/** `1,200` and `1.200` are `1200`; `2.1` and `2,1` are `2.1`; other digits are ASCII's. */
function readNumber(run: string): string {
  const ascii = run
    .normalize('NFKD')
    .replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) % 16));
  return ascii.replace(/[.,٫٬](?=\d{3}(?!\d))/g, '').replace(/[,٫]/g, '.');
}

/** Returns the words of a text in their order, those without meaning of their own left out. */
export function readWords(text: string): Word[] {
  const source = text.slice(0, MAX_CHARACTERS).normalize('NFC');
  const words: Word[] = [];
  for (const [run] of source.matchAll(RUN)) {
    if (/^\p{N}/u.test(run)) {
      words.push({ term: readNumber(run), kind: 'number' });
    } else if (SPACELESS.test(run)) {
      const characters = [...run.normalize('NFKC')];
      if (characters.length === 1) words.push({ term: run, kind: 'word' });
      for (let at = 0; at + 1 < characters.length; at++) {
        words.push({ term: `${characters[at]}${characters[at + 1]}`, kind: 'word' });
      }
    } else {
      const word = withoutArticle(fold(run));
      if (word.length < 2 || STOP_WORDS.has(word)) continue;
      words.push({ term: word.slice(0, STEM_LENGTH), kind: 'word' });
    }
  }
  return words;
}
