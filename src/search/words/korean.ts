// What Korean writes as one word with a noun or the stem of a verb, and how the last syllable of a stem changes before it.

/** What makes a verb of a noun, in each of its forms, with what may follow. */
const MADE_VERB =
  /(?<=^.{2,})(?:하|해|했|한|할|함|합|되|된|될|됨|됩|돼|됐|시키|시킨|시킬|시켜|시켰|당하|당한|당할|당해|당했|받[는은을아았고지기]|적[인으이])[가-힣]{0,5}$/u;
/** Particles, and the forms of 이다, the longest first. Two may follow each other. */
const PARTICLES =
  /(?:에서부터|으로부터|이라는|이라고|이었던|이었다|입니다|에게서|로부터|으로서|으로써|에게|한테|에서|으로|부터|까지|처럼|보다|마다|만큼|밖에|조차|마저|이나|이랑|라는|라고|이며|이고|이지|이란|였던|였다|이다|인데|이라|로서|로써|로만|에만|만에|들|인|은|는|이|가|을|를|의|에|로|와|과|도|만|엔|다)$/u;
/** Endings of verbs, the longest first, after what the last syllable of the stem has taken up of them. */
const VERB_ENDINGS =
  /(?:[었았]습니다|[었았]으나|[었았]지만|[었았]는데|습니다|[었았]다[고는며]?|[었았]던|[었았]고|[었았]을|었|았|니다|는다[고는며]?|다[고는며]|으면서|면서|으려고|려고|도록|거나|지만|는데|은데|으며|으면|으니|으나|어서|아서|어야|아야|어도|아도|어지|아지|고|는|며|면|지|게|기|던|서|야|도|려|자|니|나|다|은|을|어|아|요|음|네)$/u;
/** Those of them that are particles of nouns too, or the last syllables of some: 서울은, 사고, 정도. */
const LIKE_NOUNS = /^(?:은|을|도|나|야|는|고|면|지|게|기|던|서|려|자|니|어|아|요|음|네)$/u;
/** How verbs without an ending end, but for a final: 가까운, 만든, 불러. Few nouns do; those that end as 일본, 시간 or 장관 are none. */
const LIKE_VERBS = '하되지리기치이우르키시히오내서세두크프쁘추피끼끄트뜨느드러려워와켜져쳐해돼';
/** What follows a stem of one syllable, so that a pair of characters tells it. */
const NEXT = '고는며면지게기던려자니나다은을어아었았습으요네서야도';

const [FIRST, VOWELS, FINALS] = [0xac00, 21, 28];
/** Finals of a stem without one, by their numbers in Unicode: ㄴ, ㄹ, ㅁ, ㅂ; and of past forms: ㅆ. */
const [N, L, M, B, SS, NONE, D] = [4, 8, 16, 17, 20, 0, 7];
/** How vowels of stems change before 어 and 아: ㅗ, ㅘ; ㅜ, ㅝ; ㅣ, ㅕ; ㅚ, ㅙ; ㅡ, ㅓ and ㅏ. */
const CHANGED: readonly (readonly [number, number])[] = [
  [8, 9],
  [13, 14],
  [20, 6],
  [11, 10],
  [18, 4],
  [18, 0],
];
const [U, HA, HAE] = [13, '하', '해'];

interface Syllable {
  initial: number;
  vowel: number;
  final: number;
}
function partsOf(syllable: string): Syllable {
  const at = syllable.charCodeAt(0) - FIRST;
  return {
    initial: Math.floor(at / (VOWELS * FINALS)),
    vowel: Math.floor(at / FINALS) % VOWELS,
    final: at % FINALS,
  };
}
const syllableOf = ({ initial, vowel, final }: Syllable) =>
  String.fromCharCode(FIRST + (initial * VOWELS + vowel) * FINALS + final);
const withFinal = (syllable: string, final: number) => syllableOf({ ...partsOf(syllable), final });

/** Returns the syllables that a stem may end in, if one of its forms ends in this and goes on with an ending. */
function baseOf(syllable: string, ending: string): string[] {
  const { final } = partsOf(syllable);
  const bare = withFinal(syllable, NONE);
  // 간다, 갑니다, 갔는데; 간, 갈, 감. No form ends in ㅂ, and before 은 or 는 the stem is whole: 장관은.
  const taken =
    ending === '' ? [N, L, M] : ending.startsWith('니') ? [B] : ending.startsWith('다') ? [N] : [];
  const isTaken = final === SS || taken.includes(final);
  const open = isTaken ? bare : syllable;
  const { vowel, ...rest } = partsOf(open);
  const unchanged = rest.final === NONE ? CHANGED.filter(([, changed]) => changed === vowel) : [];
  return [
    syllable,
    ...(isTaken ? [bare] : []),
    ...unchanged.map(([before]) => syllableOf({ ...rest, vowel: before })),
    ...(bare === HAE ? [HA] : []),
  ];
}

/** Returns the last syllables of a stem's forms. */
function formsOf(syllable: string): string[] {
  const { vowel, final, ...rest } = partsOf(syllable);
  if (final !== NONE)
    return [syllable, ...(final === L ? [N, B, NONE].map((each) => withFinal(syllable, each)) : [])];
  const changed = CHANGED.filter(([before]) => before === vowel).map(([, after]) => after);
  const past = [...(syllable === HA ? [1] : changed.length > 0 ? changed : [vowel])];
  return [
    ...[NONE, N, L, M, B].map((each) => withFinal(syllable, each)),
    ...past.flatMap((each) => [NONE, SS].map((end) => syllableOf({ ...rest, vowel: each, final: end }))),
  ];
}

/** Returns how the forms of a stem begin. */
function beginningsOf(stem: string): string[] {
  const [head, last] = [stem.slice(0, -1), stem.slice(-1)];
  const { vowel, final, initial } = partsOf(last);
  const forms = formsOf(last).map((each) => `${head}${each}`);
  const before = head.slice(-1);
  const isOpen = before !== '' && partsOf(before).final === NONE;
  // 가깝다, 가까운; 묻다, 물어; 부르다, 불러.
  if (final === B)
    forms.push(...['우', '운', '울', '워', '웠'].map((each) => `${head}${withFinal(last, NONE)}${each}`));
  if (final === D) forms.push(`${head}${withFinal(last, L)}`);
  if (isOpen && final === NONE && vowel === U && initial === partsOf('우').initial)
    forms.push(`${head.slice(0, -1)}${withFinal(before, B)}`);
  if (isOpen && last === '르')
    forms.push(
      ...['러', '렀', '라', '랐'].map((each) => `${head.slice(0, -1)}${withFinal(before, L)}${each}`),
    );
  if (before !== '' && partsOf(before).final === L && (last === '러' || last === '라'))
    forms.push(`${head.slice(0, -1)}${withFinal(before, NONE)}르`);
  return forms;
}

const without = (word: string, ending: RegExp, fewest: number) => {
  const rest = word.replace(ending, '');
  return rest.length >= fewest && rest !== word ? [rest] : [];
};

/** Returns the noun that a word may be made with. */
export function nounsOf(word: string): string[] {
  const [once = word] = without(word, PARTICLES, 2);
  const [twice = once] = without(once, PARTICLES, 2);
  return [...without(word, MADE_VERB, 2), ...[twice, once].filter((each) => each !== word)];
}

/** Returns what begins other forms of a verb: those that a word is sure to be one of, and those that it might be one of. */
export function verbsOf(word: string): { sure: string[]; possible: string[] } {
  const [once = word] = without(word, VERB_ENDINGS, 1);
  const [twice = once] = without(once, VERB_ENDINGS, 2);
  const endingOf = (stem: string) => word.slice(stem.length);
  const isLikeNoun = LIKE_NOUNS.test(endingOf(once));
  const isLikeVerb = LIKE_VERBS.includes(withFinal(word.slice(-1), NONE));
  const ends = [once, twice, word].filter((each) =>
    each === word ? isLikeVerb : each.length > 1 || !isLikeNoun,
  );
  const found = new Map<string, boolean>();
  for (const end of new Set(ends)) {
    const isSure = end !== word && end.length > 1 && !isLikeNoun;
    for (const last of baseOf(end.slice(-1), endingOf(end)))
      for (const each of beginningsOf(`${end.slice(0, -1)}${last}`))
        found.set(each, isSure || found.get(each) === true);
  }
  const formsOf = (sure: boolean) =>
    [...found]
      .filter(([, isSure]) => isSure === sure)
      .flatMap(([each]) => (each.length > 1 ? [each] : Array.from(NEXT, (next) => `${each}${next}`)));
  return { sure: formsOf(true), possible: formsOf(false) };
}
