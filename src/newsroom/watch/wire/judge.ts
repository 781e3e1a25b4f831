import { lazily } from '../../../site/story/grounding/lazy.ts';
import { quoteFinder } from '../../../site/story/sources/find-quote.ts';
import type { Fetched, FetchedPage } from '../../wire/fetching/fetched.ts';
import { type Marked, sentence, type Told, told } from '../../words/translate.ts';
import { hasAround, hasSomeAround } from '../desk/shown.ts';
import { isSilent, type Verdict } from '../desk/verdict.ts';
import type { DueLook } from '../desk/watched-source.ts';
import type { PageSigns } from './page-signs.ts';
import {
  consentShare,
  isGate,
  isNameOfMissingPage,
  lengthOf,
  plainWords,
  saysCaptcha,
  saysForSale,
  saysPaywall,
} from './page-words.ts';
import { hasSurely } from './sure-quote.ts';

/** A source with the words that stories quote from it, those of them that were once seen there, and what the page showed around them. */
type QuotedSource = Pick<DueLook, 'url' | 'quotes' | 'seen' | 'shown'>;

/** The most letters of a page that is nothing but a notice: a missing page, a captcha. */
const NOTICE = 3000;
/** The fewest letters of a page at another address that nothing is quoted from: less may be a notice in any language. */
const LEAST_MOVED = 400;
/** How much of a page is searched for what a wall says, in UTF-16 units. */
const MAX_NOTICE_READ = 20_000;
/** A page with fewer letters and with scripts shows its text only when they run. */
const SHELL = 300;
/** How much of a wall's letters belong to words of consent, and how many letters it has. An article with a notice of cookies has less of them. */
const WALL = { share: 0.14, most: 4000 };
/** How much of a wall's title belongs to words of consent; its text then may have less. */
const WALL_NAME = { share: 0.4, textShare: 0.05 };

const REFUSALS = [401, 402, 403, 407, 429, 451, 999];

/** Whether two addresses are the same but for scheme, `www.`, a slash at the end and the fragment. */
function isSameAddress(first: string, second: string): boolean {
  const [one, two] = [first, second].map((url) =>
    url
      .replace(/^https?:\/\/(?:www\.)?/, '')
      .replace(/#.*$/s, '')
      .replace(/\/(?=\?|$)/, ''),
  );
  return one === two;
}

/** Whether two addresses are on one host, but for `www.`, or on one that is a part of the other's domain. */
function isSameSite(first: URL, second: URL): boolean {
  const [one = '', two = ''] = [first, second].map(({ hostname }) => hostname.replace(/^www\./, ''));
  return one === two || one.endsWith(`.${two}`) || two.endsWith(`.${one}`);
}

const FRONT =
  /^\/(?:[a-z]{2}(?:[-_][a-z]{2,4})?\/?)?(?:(?:index|default|home|homepage|startseite|accueil|inicio|portada)(?:\.\w+)?\/?)?$/i;

/** Whether a redirect led from a page to the front page of a site, with no word of where it came from. */
const isSentToFront = (asked: URL, reached: URL): boolean =>
  FRONT.test(reached.pathname) && reached.search === '' && !FRONT.test(asked.pathname);

/** Returns the parts of an address's path, without the ending of a file. */
function pathOf({ pathname }: URL): string[] {
  const bare = pathname.replace(/\.\w{2,5}$/, '');
  try {
    return decodeURIComponent(bare).split('/').filter(Boolean);
  } catch {
    return bare.split('/').filter(Boolean);
  }
}

/** A section is called by a word or a few; an article by a headline or a number. */
const isSectionName = (name: string): boolean =>
  lengthOf(name) <= 30 && !/\p{N}/u.test(name) && name.split(/[-_+ ]/).length <= 3;

/**
 * Whether a redirect led from a page to a front page or a section: to a folder that it was in, or to an address with a shorter name.
 * That says neither that the page has moved nor that it is gone.
 */
function isSentToList(asked: URL, reached: URL): boolean {
  const hasNumber = /=\d+(?:&|$)/.test(reached.search);
  if (hasNumber || FRONT.test(asked.pathname)) return false;
  if (FRONT.test(reached.pathname)) return true;
  const [from, to] = [pathOf(asked), pathOf(reached)];
  const [slug = '', name = ''] = [from.at(-1), to.at(-1)];
  if (to.length < from.length && isSameSite(asked, reached) && to.every((part, at) => part === from[at]))
    return true;
  return name !== slug && isSectionName(name) && (to.length <= from.length || !isSectionName(slug));
}

/** Judges what a look met. `signs` is what the page shows, if there was a response. The same look gives the same verdict. */
export function judge(source: QuotedSource, fetched: Fetched, signs: PageSigns | undefined): Verdict {
  const blank = { status: null, movedTo: null, found: [], missing: [] };
  if (!fetched.ok) {
    return { ...blank, kind: fetched.kind === 'robots' ? 'refused' : 'unknown', ...told(fetched) };
  }
  const movedTo =
    fetched.movedTo !== null && !isSameAddress(source.url, fetched.movedTo) ? fetched.movedTo : null;
  const hasQuote = quoteFinder(signs?.text ?? '');
  const found = source.quotes.filter((words) => hasQuote(words));
  const verdict = judgePage(
    { ...source, found, absent: source.quotes.filter((words) => !found.includes(words)), movedTo },
    fetched,
    signs,
  );
  return {
    ...blank,
    status: fetched.status,
    movedTo: isSilent(verdict.kind) ? null : movedTo,
    found,
    ...verdict,
  };
}

type Compared = QuotedSource & { found: string[]; absent: string[]; movedTo: string | null };
type Judgement = Pick<Verdict, 'kind'> & Told & { missing?: string[] };

function judgePage(source: Compared, page: FetchedPage, signs: PageSigns | undefined): Judgement {
  const { quotes, absent, movedTo } = source;
  const [asked, reached] = [new URL(source.url), new URL(page.url)];
  const hasAllQuotes = quotes.length > 0 && absent.length === 0;
  if (hasAllQuotes && movedTo !== null) {
    const doubt = whyNotMoved(source, asked, [new URL(movedTo), reached], signs);
    if (doubt) return doubt;
  }
  if (hasAllQuotes) return answers(movedTo, 'quotes');
  const { status } = page;
  if (status === 404 || status === 410)
    return {
      kind: 'gone',
      ...told(sentence('The page is gone: its server says so ({status}).'), { status: String(status) }),
    };
  if (REFUSALS.includes(status))
    return {
      kind: 'refused',
      ...told(sentence('{host} refuses to show it to programs ({status}), which says nothing of the page.'), {
        host: reached.host,
        status: String(status),
      }),
    };
  if (status < 200 || status > 299 || !signs)
    return {
      kind: 'unknown',
      ...told(sentence('{host} could not show it ({status}). The watch tries again.'), {
        ...{ host: reached.host, status: String(status) },
      }),
    };
  if (signs.text === null) {
    return answers(movedTo, quotes.length > 0 ? 'unread' : 'file');
  }
  const missing = signs.isWhole ? absent.filter((words) => source.seen.includes(words)) : [];
  const doubt = doubts(signs, reached);
  const edited = missing.filter(
    (words) => doubt(words) === undefined && hasAround(source.shown, words, signs.sentences),
  );
  if (edited.length > 0)
    return { kind: 'changed', missing: edited, ...told(NO_LONGER, { count: edited.length }) };
  const hidden = whyNotShown(signs, signs.text, { asked, reached });
  if (hidden) return hidden;
  const gone = whyGone(signs, signs.text, {
    asked,
    reached,
    isQuoted: quotes.length > 0,
    isForGood: movedTo !== null,
  });
  if (gone) return gone;
  // Without quotes, nothing shows that another site has the page: the domain may have been sold.
  if (absent.length === 0 && movedTo !== null && !isSameSite(asked, new URL(movedTo)))
    return {
      kind: 'unknown',
      ...told(
        sentence(
          'The address leads for good to another site: {address}. Open it to see whether the page is there.',
        ),
        { address: movedTo },
      ),
    };
  if (absent.length === 0 && movedTo !== null && lengthOf(signs.text) < LEAST_MOVED)
    return {
      kind: 'unknown',
      ...told(
        sentence(
          'The address leads for good to {address}, which has too little text to tell it from a notice. Open it to see.',
        ),
        { address: movedTo },
      ),
    };
  if (absent.length === 0) return answers(movedTo, 'same');
  if (!signs.isWhole) return { kind: 'unknown', detail: NOT_WHOLE };
  if (missing.length > 0)
    return { kind: 'unknown', detail: missing.map(doubt).find((why) => why !== undefined) ?? OTHER_TEXT };
  return {
    kind: 'unseen',
    missing: absent,
    ...told(NEVER, { count: absent.length }),
  };
}

/** Returns why a page at another address that has the quoted words may not be the one that is cited. */
function whyNotMoved(
  { quotes, shown }: QuotedSource,
  asked: URL,
  addresses: readonly URL[],
  signs: PageSigns | undefined,
): Judgement | undefined {
  const list = addresses.find((address) => isSentToList(asked, address));
  if (list)
    return {
      kind: 'unknown',
      ...told(
        sentence(
          'The address leads to {address}, which has the quoted words, but seems to be a list of articles. Open it to see.',
        ),
        { address: list.href },
      ),
    };
  const isSure = quotes.every(
    (words) => hasSurely(signs?.text ?? '', words) && hasSomeAround(shown, words, signs?.sentences ?? []),
  );
  return isSure
    ? undefined
    : {
        kind: 'unknown',
        ...told(
          sentence(
            'The address leads to {address}, which may quote the words, or have others like them. Open it to see.',
          ),
          { address: addresses[0]?.href ?? '' },
        ),
      };
}

const NO_LONGER = sentence([
  'The quoted words are no longer on the page.',
  '{count} quotes are no longer on the page.',
]);
const NEVER = sentence([
  'The quoted words are not on the page, where no look has ever seen them. See whether the story quotes it correctly.',
  '{count} quotes are not on the page, where no look has ever seen them. See whether the story quotes it correctly.',
]);
const NOT_WHOLE = sentence(
  'The page is too long to be read whole, or not in the encoding that it states, so that quotes cannot be looked for. Open it to see.',
);
const OTHER_TEXT = sentence(
  'The page shows neither the quoted words nor what stood around them. It may show a part of its text, a notice, or another page. Open it to see.',
);

/** How a page says that it is a live blog, in its address or in its title. */
const LIVE = /\blive[- ]?(?:blog|ticker|updates?)\b|^live\b/i;

/** Marks of decimals and of thousands, which differ from language to language. */
const THOUSANDS = /(?<=\p{Nd})[.,'’٬](?=\p{Nd}{3}(?!\p{Nd}))/gu;
const DECIMALS = /(?<=\p{Nd})[,٫](?=\p{Nd})/gu;
const withEvenMarks = (text: string): string => text.replace(THOUSANDS, '').replace(DECIMALS, '.');

/** Returns a function that tells why words that are not in a page's text may be there all the same; undefined if nothing says so. */
function doubts(
  { text, code, names, isLive }: PageSigns,
  reached: URL,
): (words: string) => Marked<string> | undefined {
  if (isLive || [reached.pathname, ...names].some((name) => LIVE.test(name)))
    return () => sentence('The page is a live blog, which drops old entries. Open it to see.');
  const isInCode = lazily(() => quoteFinder(code));
  const hasEven = lazily(() => quoteFinder(withEvenMarks(text ?? '')));
  return (words) => {
    if (isInCode()(words))
      return sentence(
        'The page has the quoted words, but hides them, or shows them only when asked. Open it to see.',
      );
    if (hasEven()(withEvenMarks(words)))
      return sentence('The page has the quoted words, with other marks in their numbers. Open it to see.');
    return undefined;
  };
}

/** What is said of a page that answers: at its address, and at another one. */
const ANSWERS = {
  quotes: {
    here: sentence('The page answers with the quoted words.'),
    there: sentence('The page has moved for good to {address}, and answers there with the quoted words.'),
  },
  unread: {
    here: sentence('The page answers with a file in which the watch cannot look for quotes.'),
    there: sentence(
      'The page has moved for good to {address}, and answers there with a file in which the watch cannot look for quotes.',
    ),
  },
  file: {
    here: sentence('The page answers with a file.'),
    there: sentence('The page has moved for good to {address}, and answers there with a file.'),
  },
  same: {
    here: sentence('The page answers as it did.'),
    there: sentence('The page has moved for good to {address}, and answers there as it did.'),
  },
};

const answers = (movedTo: string | null, how: keyof typeof ANSWERS): Judgement =>
  movedTo === null
    ? { kind: 'answers', ...told(ANSWERS[how].here) }
    : { kind: 'moved', ...told(ANSWERS[how].there, { address: movedTo }) };

/** Whether a page asks for consent before it shows anything. */
function isWall(names: readonly string[], words: string): boolean {
  const [share, length] = [consentShare(words), lengthOf(words)];
  if (share >= WALL.share && length < WALL.most) return true;
  const isNamed = names.some((name) => consentShare(plainWords(name)) >= WALL_NAME.share);
  return isNamed && share >= WALL_NAME.textShare && length < NOTICE;
}

/** Returns why a page does not show what it has: a captcha, a wall, or a script that has to run. */
function whyNotShown(
  { names, isPaid, scripts }: PageSigns,
  text: string,
  { asked, reached }: { asked: URL; reached: URL },
): Judgement | undefined {
  const words = plainWords(`${names.join(' ')} ${text.slice(0, MAX_NOTICE_READ)}`);
  const refuse = (what: Marked<string>): Judgement => ({
    kind: 'refused',
    ...told(what, { host: reached.host }),
  });
  if (isGate(reached) && !isGate(asked))
    return refuse(
      sentence('{host} asks to sign in or to consent instead of the page, which says nothing of it.'),
    );
  if (names.some((name) => isNameOfMissingPage(name))) return undefined;
  if (lengthOf(words) < NOTICE && saysCaptcha(words))
    return refuse(
      sentence('{host} asks whether a person reads instead of the page, which says nothing of it.'),
    );
  if (isWall(names, words))
    return refuse(sentence('{host} asks for consent instead of the page, which says nothing of it.'));
  if (isPaid || saysPaywall(words))
    return refuse(sentence('{host} asks for a subscription instead of the page, which says nothing of it.'));
  if (text.length < SHELL && scripts > 1)
    return {
      kind: 'unknown',
      detail: sentence('The page shows its text only to a browser that runs its script.'),
    };
  return undefined;
}

/** Returns why a page with a status of success is not what was asked for: it says that it is missing, or is the front page. */
function whyGone(
  { names }: PageSigns,
  text: string,
  {
    asked,
    reached,
    isQuoted,
    isForGood,
  }: { asked: URL; reached: URL; isQuoted: boolean; isForGood: boolean },
): Judgement | undefined {
  const name = names.find((each) => isNameOfMissingPage(each));
  if (name !== undefined && (isQuoted || lengthOf(text) < NOTICE))
    return {
      kind: 'gone',
      ...told(sentence('The server answers as if all were well, but the page says “{words}”.'), {
        words: name.slice(0, 100),
      }),
    };
  if (lengthOf(text) < NOTICE && saysForSale(plainWords(`${names.join(' ')} ${text}`)))
    return { kind: 'gone', ...told(sentence('The domain {host} is for sale.'), { host: reached.host }) };
  if (isSentToFront(asked, reached)) {
    const what = sentence('The address leads to the front page of {host}.');
    return { kind: isQuoted || isForGood ? 'gone' : 'unknown', ...told(what, { host: reached.host }) };
  }
  if (!isQuoted && isSentToList(asked, reached))
    return {
      kind: 'unknown',
      ...told(sentence('The address leads to {address}, which may be another page.'), {
        address: reached.href,
      }),
    };
  return undefined;
}
