// Forms that begin or change where no stemmer follows: gab, angegeben; tuvo, tienen; وزير, وزراء. A word is taken apart into what stands
// before its stem, the stem and an ending.

/** Words that change in one way. Lists are by spaces, and − stands for nothing. */
interface Class {
  /** The endings; or several lists with | between them, of each of which a word may have one, in this order. */
  endings: string;
  /** Whose forms these are: those of stems in `stems` ("listed"), or of all others ("others"); left out for any. */
  of?: string;
  /** What some forms have before the stem, after a prefix: ge, zu. */
  infixes?: string;
  /** Patterns of stems that are one word's, often, in which a digit stands for a letter: 12ي3 123اء. */
  patterns?: string[];
  /** Which of `infixes` those of them may have. */
  patternInfixes?: string;
}

/** The rules of a language, as `inflections/` has them. */
export interface Inflections {
  /** Any stem may have the forms of one class. */
  classes: Class[];
  /** Stems of one word, the first that of its infinitive: geb gib gab. They may have no ending, or one of any class that allows it. */
  stems?: string[];
  /** Whole words that are forms of one: ser es fue. */
  words?: string[];
  /** What makes another word with a stem: be, ver. */
  prefixes?: string;
  /** Prefixes that verbs leave for the end of a clause: lehnte … ab. */
  particles?: string;
  /** How infinitives end, of which verbs with particles are known: ablehnen. Aufgabe is none, though gab auf is a form of aufgeben. */
  infinitives?: string;
  /** What any ending may be followed by: ся. */
  suffixes?: string;
  /** Ends of a stem that stand for each other in its forms: c qu|g gu. */
  spellings?: string;
}

/** How forms begin, and whether something ends them. */
export interface Affixes {
  beginning: string;
  isEnding: (rest: string) => boolean;
  /** All their endings, if these are in a list. */
  endings?: readonly string[];
}

export interface Beginning extends Affixes {
  /** Whether forms that begin so are certain enough to be some of the word, and not only related to it. */
  isForm: boolean;
  /** Whether it is less likely that they are forms of the word. */
  isGuess: boolean;
  /** How likely a word that begins so is the same: the longer prefix and stem, and the sooner the infix in its list. */
  known: number;
}

/** A class, made ready. */
interface Forms extends Omit<Affixes, 'beginning'> {
  of?: string | undefined;
  infixes: readonly string[];
  patternInfixes: readonly string[];
  patterns: readonly Pattern[][];
}

/** A word in parts. */
interface Parts {
  prefix: string;
  infix: string;
  stems: readonly string[];
  ending: string;
  forms: Forms;
  /** Whether a stem tells the word: a listed one with an ending does, and a long one. */
  isSure: (stem: string) => boolean;
  /** Whether it may be an infinitive or participle, as far as its stem says. */
  isVerb: boolean;
  /** Stems that are less likely the word's: those that a pattern makes, or that leave more of it than they are. */
  guesses: readonly string[];
}

/** The fewest letters of a stem that is in no list, and of what words are looked for by. */
const [MIN_STEM, MIN_BEGINNING] = [2, 2];
/** The fewest letters of such a stem if words with it are to be forms of one: mot tells little of motif, and nat of nation. */
const MIN_SURE = 4;
/** The fewest letters of a listed one, which needs an ending as well: ley is none of leer, and Fall seldom one of fallen. */
const MIN_LISTED = 3;
const isLong = (stem: string) => stem.length >= MIN_SURE;

/** How many infixes later counts as much as a letter less. */
const INFIXES_A_LETTER = 2;

const listOf = (text = '') => text.split(' ').map((each) => (each === '-' ? '' : each));
const affixesOf = (text?: string) => [...new Set(['', ...(text === undefined ? [] : listOf(text))])];

/** Returns the lists that have each of their members. */
function listsOf(lines: readonly string[] = []): Map<string, string[][]> {
  const lists = new Map<string, string[][]>();
  for (const list of lines.map((line) => line.split(' ')))
    for (const each of list) lists.set(each, [...(lists.get(each) ?? []), list]);
  return lists;
}

/** A pattern of stems: it reads the letters of a root from one, and writes one with them. */
class Pattern {
  readonly #text: string;
  readonly #letters: RegExp;

  constructor(text: string) {
    this.#text = text;
    const known = new Set<string>();
    const source = text.replace(/\d/g, (digit) => {
      if (known.has(digit)) return `\\k<r${digit}>`;
      known.add(digit);
      return `(?<r${digit}>.)`;
    });
    this.#letters = new RegExp(`^${source}$`, 'u');
  }

  read = (stem: string): Record<string, string> | undefined => this.#letters.exec(stem)?.groups;
  write = (root: Record<string, string>): string =>
    this.#text.replace(/\d/g, (digit) => root[`r${digit}`] ?? '');
}

function formsOf(
  { endings, of, infixes, patterns = [], patternInfixes }: Class,
  suffixes: readonly string[],
  shared?: string,
): Forms {
  const rest = {
    of,
    infixes: affixesOf(infixes ?? shared),
    patternInfixes: affixesOf(patternInfixes),
    patterns: patterns.map((line) => line.split(' ').map((text) => new Pattern(text))),
  };
  const slots = endings.split('|').map(listOf);
  if (slots.length > 1) {
    const chain = new RegExp(`^${slots.map((slot) => `(?:${slot.join('|')})?`).join('')}$`, 'u');
    return { ...rest, isEnding: (text) => chain.test(text) };
  }
  const all = new Set(slots.flat().flatMap((ending) => suffixes.map((suffix) => `${ending}${suffix}`)));
  return { ...rest, isEnding: (text) => all.has(text), endings: [...all] };
}
const ALONE: Forms = {
  infixes: [''],
  patternInfixes: [],
  patterns: [],
  isEnding: (rest) => rest === '',
  endings: [''],
};

/** Takes words apart by the rules of a language. */
export class Inflector {
  readonly #classes: readonly Forms[];
  readonly #stems: ReadonlyMap<string, string[][]>;
  readonly #words: ReadonlyMap<string, string[][]>;
  readonly #prefixes: readonly string[];
  readonly #particles: ReadonlySet<string>;
  readonly #infinitives: readonly string[];
  readonly #spellings: readonly (readonly string[])[];

  constructor({ classes, stems, words, prefixes, particles, infinitives, suffixes, spellings }: Inflections) {
    this.#classes = classes.map((each) => formsOf(each, affixesOf(suffixes), classes[0]?.infixes));
    this.#stems = listsOf(stems);
    this.#words = listsOf(words);
    this.#prefixes = [...new Set([...affixesOf(prefixes), ...affixesOf(particles)])];
    this.#particles = new Set(particles?.split(' '));
    this.#infinitives = listOf(infinitives);
    this.#spellings = spellings?.split('|').map(listOf) ?? [];
  }

  /** Returns the listed words that are forms of one word with it. */
  listed(word: string): string[] {
    return this.#words.get(word)?.flat() ?? [];
  }

  /** Returns what may stand after a prefix. Where there is none, zu is one itself. */
  #infixesAfter(prefix: string, { infixes }: Forms): readonly string[] {
    return prefix === ''
      ? infixes.filter((infix) => infix === '' || !this.#prefixes.includes(infix))
      : infixes;
  }

  /** Returns a stem with other spellings of its end. */
  #spelled(stem: string): string[] {
    const others = this.#spellings.flatMap(([one = '', other = '']) => [
      ...(stem.endsWith(one) ? [stem.slice(0, stem.length - one.length) + other] : []),
      ...(stem.endsWith(other) ? [stem.slice(0, stem.length - other.length) + one] : []),
    ]);
    return [stem, ...others];
  }

  /** Returns the ways to take a word apart. */
  #partsOf(word: string): Parts[] {
    const parts: Parts[] = [];
    for (const prefix of this.#prefixes.filter((each) => word.startsWith(each)))
      for (const forms of this.#classes)
        for (const infix of this.#infixesAfter(prefix, forms)) {
          if (!word.startsWith(infix, prefix.length)) continue;
          const rest = word.slice(prefix.length + infix.length);
          // A prefix tells nothing of a stem that is in no list, unless something can stand between them.
          const isRegular = prefix === '' || forms.infixes.length > 1;
          for (let at = 1; at <= rest.length; at++) {
            const [stem, ending] = [rest.slice(0, at), rest.slice(at)];
            const isFitting = forms.isEnding(ending);
            const isListable = (isFitting && forms.of !== 'others') || ending === '';
            const lists = isListable ? (this.#stems.get(stem) ?? []) : [];
            const read = { prefix, infix, ending };
            for (const stems of lists)
              for (const each of [...this.#classes.filter(({ of }) => of !== 'others'), ALONE])
                parts.push({
                  ...read,
                  stems,
                  forms: each,
                  guesses: [],
                  isSure: () => ending !== '' && at >= MIN_LISTED,
                  isVerb: stem === stems[0],
                });
            if (this.#stems.has(stem) || !isRegular || !isFitting || forms.of === 'listed') continue;
            if (at < MIN_STEM + (infix === '' ? 0 : 1)) continue;
            // What is more ending than stem is mostly another word: estado is no form of esta.
            if (at < MIN_SURE && at * 2 <= rest.length && forms.endings !== undefined) continue;
            const isVerb = forms.of !== 'others';
            const [stems, guesses] = [this.#spelled(stem), guessesOf(stem, forms)];
            // Much of what may stand behind a short stem is the rest of another one.
            const isLikely = forms.endings !== undefined || at * 2 >= word.length;
            parts.push({
              ...read,
              forms,
              isSure: isLong,
              isVerb,
              ...(isLikely ? { stems, guesses } : { stems: [], guesses: stems }),
            });
          }
        }
    return parts;
  }

  /** Returns how the forms of a word begin, those of each stem that it may have: the likeliest first. */
  beginningsOf(word: string): Beginning[] {
    const found = new Map<
      string,
      { beginning: string; classes: Set<Forms> } & Omit<Beginning, keyof Affixes>
    >();
    const add = (
      beginning: string,
      forms: Forms,
      { isGuess, isForm, known }: Omit<Beginning, keyof Affixes>,
    ) => {
      if (beginning.length < MIN_BEGINNING) return;
      // A longer beginning has other endings: the same one may be sure with some, and not with others.
      const key = `${beginning} ${isForm}`;
      const same = found.get(key);
      if (same && same.isGuess === isGuess) same.classes.add(forms);
      else if (!same || same.isGuess)
        found.set(key, { beginning, classes: new Set([forms]), isGuess, isForm, known });
    };
    for (const { prefix, infix: read, stems, forms, guesses, isSure } of this.#partsOf(word)) {
      for (const [index, infix] of this.#infixesAfter(prefix, forms).entries())
        for (const stem of stems)
          add(`${prefix}${infix}${stem}`, forms, {
            isGuess: false,
            // Without a prefix, an infix may as well be the beginning of another word: Gesetz, setzen.
            isForm: isSure(stem) && (infix === read || prefix !== ''),
            known: prefix.length + stem.length - index / INFIXES_A_LETTER,
          });
      for (const [index, infix] of forms.patternInfixes.entries())
        for (const stem of guesses)
          add(`${infix}${stem}`, forms, { isGuess: true, isForm: false, known: -index });
    }
    return Array.from(found.values(), ({ classes, ...rest }) => ({
      ...mergeForms(rest.beginning, [...classes]),
      ...rest,
    })).sort((one, other) => Number(one.isGuess) - Number(other.isGuess) || other.known - one.known);
  }

  /** Returns how a verb begins that leaves a particle for the end of the clause, for each that it may leave. */
  separatedOf(word: string): (Affixes & { particle: string })[] {
    const found = new Map<string, { particle: string; beginning: string; classes: Set<Forms> }>();
    for (const { prefix, infix, stems, ending, forms, isVerb } of this.#partsOf(word)) {
      const isInfinitive = isVerb && this.#infinitives.includes(ending);
      if (!this.#particles.has(prefix) || (infix === '' && !isInfinitive)) continue;
      for (const beginning of stems.filter(({ length }) => length >= MIN_BEGINNING)) {
        const key = `${prefix} ${beginning}`;
        const same = found.get(key) ?? { particle: prefix, beginning, classes: new Set() };
        found.set(key, same);
        same.classes.add(forms);
      }
    }
    return Array.from(found.values(), ({ particle, beginning, classes }) => ({
      particle,
      ...mergeForms(beginning, [...classes]),
    }));
  }
}

/** Returns the stems that patterns make of one. */
const guessesOf = (stem: string, { patterns }: Forms): string[] =>
  patterns.flatMap((line) =>
    line.flatMap((pattern) => {
      const root = pattern.read(stem);
      return root ? line.map((each) => each.write(root)) : [];
    }),
  );

const mergeForms = (beginning: string, classes: readonly Forms[]): Affixes => ({
  beginning,
  isEnding: (rest) => classes.some(({ isEnding }) => isEnding(rest)),
  ...(classes.every(({ endings }) => endings)
    ? { endings: [...new Set(classes.flatMap(({ endings = [] }) => endings))] }
    : {}),
});
