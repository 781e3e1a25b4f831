import type { Finding, Silence } from '../../../src/newsroom/watch/desk/verdict.ts';
import type { Fetched, FetchFailureKind } from '../../../src/newsroom/wire/fetching/fetched.ts';
import { forPrograms } from '../../../src/newsroom/words/translate.ts';
import { encode } from './encode.ts';
import { broadsheet, magazine, type PageParts, paragraph, shell } from './pages.ts';
import { type Article, FROZEN, LANGUAGES, type Language, type Phrases, TUNED } from './words.ts';

/** What a look at a source meets, and what it should find. */
export interface Fixture {
  set: 'tuned' | 'frozen';
  /** What happened to the page. */
  name: string;
  language: Language;
  url: string;
  quotes: string[];
  seen: string[];
  /** The page when the words were seen there. */
  before: Fetched;
  fetched: Fetched;
  expected: Finding | Silence;
}

interface Response {
  /** What the page was when it was quoted, if that is not the article in the site's design. */
  before?: string;
  html?: string;
  status?: number;
  url?: string;
  movedTo?: string;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

type Case = [
  name: string,
  expected: Fixture['expected'],
  response: Response | FetchFailureKind,
  options?: Partial<Fixture>,
];

const typeset = (text: string) =>
  text
    .replaceAll(/["“”„«»]/g, '&quot;')
    .replaceAll(/[’']/g, '&#8217;')
    .replaceAll(/(\p{L}{4})(\p{L}{4})/gu, '$1&shy;$2')
    .replaceAll(' ', '&nbsp; ');

function casesOf(set: Fixture['set'], language: Language): { page: string; cases: Case[] } {
  const { article, phrases }: { article: Article; phrases: Phrases } = (set === 'tuned' ? TUNED : FROZEN)[
    language
  ];
  const [design, other] = set === 'tuned' ? [broadsheet, magazine] : [magazine, broadsheet];
  const host = `https://www.${set}-${language}.example`;
  const { site, headline, paragraphs, quote, edited, rest } = article;
  const parts = (title: string, body: string, more: Partial<PageParts> = {}) => ({
    language,
    site,
    title,
    body,
    ...more,
  });
  const story = (words: string, title = headline) =>
    `<article><h1>${title}</h1>${[...paragraphs, `${words} ${rest}`].map(paragraph).join('')}</article>`;
  const page = (words: string, more: Partial<PageParts> = {}) => design(parts(headline, story(words), more));
  const notice = ([title, text]: [string, string]) =>
    design(parts(title, `<h1>${title}</h1>${paragraph(text)}`));
  const bare = ([title, text]: [string, string]) =>
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${paragraph(text)}</body></html>`;
  const { banner } = phrases;
  const teaser = design(
    parts(
      headline,
      `<article><h1>${headline}</h1>${paragraph(paragraphs[0] ?? '')}<div>${phrases.paywall}</div></article>`,
    ),
  );
  const noQuotes = { quotes: [], seen: [] };
  const moved = `${host}/2026/archive/reopened-7781`;
  const front = design(
    parts(
      '',
      `<h2>${headline}</h2>${paragraph(paragraphs[1] ?? '')}<h2>${phrases.notFound[0].length} x</h2>`,
    ),
  );
  const longRead = (words: string) =>
    page(words).replace(
      '</article>',
      `${Array(6)
        .fill(paragraph(`${phrases.consent[1]} ${paragraphs.join(' ')} ${rest}`))
        .join('')}</article>`,
    );
  const live = (words: string) =>
    design(
      parts(
        'Live',
        `<h1>Live</h1>${Array.from({ length: 12 }, (_, n) => `<div><time>1${n % 10}:00</time>${paragraph(`${n}. ${paragraphs[n % 2]}`)}</div>`).join('')}${paragraph(words)}`,
      ),
    );
  const cases: Case[] = [
    ['the page as it was', 'answers', { html: page(quote) }],
    ['a new design and a new headline', 'answers', { html: other(parts(`${headline} (2)`, story(quote))) }],
    [
      'other spaces, signs and hyphens',
      'answers',
      { html: page('').replace(paragraph(` ${rest}`), `<p>${typeset(quote)} ${rest}</p>`) },
    ],
    [
      'small edits around the quote',
      'answers',
      {
        html: page(quote)
          .replace(rest, rest.slice(0, 30))
          .replace(paragraphs[1] ?? '', ''),
      },
    ],
    [
      'a part of the quote in other elements',
      'answers',
      { html: page(quote).replace(quote.slice(4, 9), `<b>${quote.slice(4, 9)}</b>`) },
    ],
    ['a notice of cookies above', 'answers', { html: page(quote, { banner }) }],
    ['a page about cookies that has the quote', 'answers', { html: longRead(quote) }],
    ['404, but the page is there', 'answers', { html: page(quote), status: 404 }],
    [
      'https for http',
      'answers',
      { html: page(quote), url: `${host}/2026/story-1`, movedTo: `${host}/2026/story-1` },
      { url: `http://${host.slice(12)}/2026/story-1/` },
    ],
    ['no quote, and the page as it was', 'answers', { html: page(quote) }, noQuotes],
    [
      'no quote, and a page about missing pages',
      'answers',
      {
        html: design(
          parts(
            phrases.notFound[0],
            `<h1>${phrases.notFound[0]}</h1>${Array(9).fill(story(quote)).join('')}`,
          ),
        ),
      },
      noQuotes,
    ],
    ['another word in the quote', 'changed', { html: page(edited[0]) }],
    ['another number in the quote', 'changed', { html: page(edited[1]) }],
    ['the quoted sentence taken out', 'changed', { html: page('') }],
    ['the quoted sentence taken out, and a notice of cookies', 'changed', { html: page('', { banner }) }],
    ['a page about cookies that lost the quote', 'changed', { html: longRead(''), before: longRead(quote) }],
    [
      'another article at the address',
      'changed',
      {
        html: other(
          parts(
            rest.slice(0, 20),
            `<article>${[rest, ...paragraphs, rest].map(paragraph).join('')}</article>`,
          ),
        ),
      },
    ],
    ['a live blog that has gone on', 'unknown', { html: live(''), before: live(quote) }],
    ['moved, without the quote', 'changed', { html: page(edited[0]), url: moved, movedTo: moved }],
    ['404', 'gone', { html: notice(phrases.notFound), status: 404 }],
    ['410', 'gone', { html: bare(phrases.notFound), status: 410 }],
    ['a missing page with status 200', 'gone', { html: notice(phrases.notFound) }],
    [
      'a missing page with status 200, and a notice of cookies',
      'gone',
      {
        html: design(
          parts(phrases.notFound[0], `<h1>${phrases.notFound[0]}</h1>${paragraph(phrases.notFound[1])}`, {
            banner,
          }),
        ),
      },
    ],
    ['no quote, and a missing page with status 200', 'gone', { html: bare(phrases.notFound) }, noQuotes],
    ['sent to the front page', 'gone', { html: front, url: `${host}/`, movedTo: `${host}/` }],
    ['sent to the front page for now', 'gone', { html: front, url: `${host}/` }],
    [
      'no quote, and sent to the front page',
      'gone',
      { html: front, url: `${host}/`, movedTo: `${host}/` },
      noQuotes,
    ],
    [
      'the missing page of the new address',
      'gone',
      { html: notice(phrases.notFound), status: 404, url: moved, movedTo: moved },
    ],
    ['moved for good', 'moved', { html: page(quote), url: moved, movedTo: moved }],
    [
      'moved for good, with a new design',
      'moved',
      { html: other(parts(headline, story(quote))), url: moved, movedTo: moved },
    ],
    [
      'moved to another site',
      'moved',
      { html: page(quote), url: 'https://other.example/story-1', movedTo: 'https://other.example/story-1' },
    ],
    ['no quote, and moved for good', 'moved', { html: page(quote), url: moved, movedTo: moved }, noQuotes],
    ['403', 'refused', { html: bare(['403 Forbidden', 'Forbidden']), status: 403 }],
    ['401', 'refused', { html: '', status: 401 }],
    ['429', 'refused', { html: '', status: 429 }],
    ['451', 'refused', { html: bare(['451', 'Unavailable for legal reasons']), status: 451 }],
    ['a captcha with status 403', 'refused', { html: bare(phrases.captcha), status: 403 }],
    ['a captcha with status 200', 'refused', { html: bare(phrases.captcha) }],
    ['no quote, and a captcha with status 200', 'refused', { html: bare(phrases.captcha) }, noQuotes],
    ['a wall of cookies', 'refused', { html: bare(phrases.consent) }],
    ['a wall of cookies in the site’s design', 'refused', { html: notice(phrases.consent) }],
    ['no quote, and a wall of cookies', 'refused', { html: bare(phrases.consent) }, noQuotes],
    [
      'a wall of cookies at another host',
      'refused',
      { html: bare(phrases.consent), url: `https://consent.${host.slice(12)}/?return=%2F2026` },
    ],
    ['a paywall', 'refused', { html: teaser }],
    [
      'a paywall that machines are told of',
      'refused',
      {
        html: teaser
          .replace(phrases.paywall, '…')
          .replace(
            '</head>',
            '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script></head>',
          ),
      },
    ],
    [
      'sent to sign in',
      'refused',
      {
        html: bare(['Sign in', 'E-mail Password Sign in Register']),
        url: `${host}/login?next=%2F2026%2Fstory-1`,
      },
    ],
    ['robots.txt forbids it', 'refused', 'robots'],
    ['500', 'unknown', { html: '', status: 500 }],
    ['503', 'unknown', { html: bare(['Service unavailable', 'Back soon']), status: 503 }],
    ['no answer', 'unknown', 'timeout'],
    ['no connection', 'unknown', 'connection'],
    ['a page that needs its script', 'unknown', { html: shell(parts('', '')) }],
    ['words that no look has seen there', 'unseen', { html: page(edited[1]) }, { seen: [] }],
    ...(encodings[language] ?? []).map(
      (label): Case => [
        `written in ${label}`,
        'answers',
        {
          body: encode(page(quote).replace('charset="utf-8"', `charset="${label}"`), label),
          headers: { 'content-type': 'text/html' },
        },
      ],
    ),
  ];
  return { page: page(quote), cases };
}

const encodings: Partial<Record<Language, string[]>> = {
  en: ['utf-16le'],
  de: ['windows-1252'],
  fr: ['windows-1252'],
  zh: ['gb18030'],
  ar: ['windows-1256'],
};

const READ_AT = Date.parse('2026-11-24T09:00:00Z');

function fetch(response: Response | FetchFailureKind, url: string): Fetched {
  if (typeof response === 'string')
    return { ok: false, kind: response, detail: forPrograms(`The fetcher says: ${response}.`) };
  const {
    html = '',
    status = 200,
    movedTo = null,
    headers = { 'content-type': 'text/html; charset=utf-8' },
  } = response;
  const body = response.body ?? new TextEncoder().encode(html);
  return { ok: true, url: response.url ?? url, movedTo, status, headers, body, readAt: READ_AT };
}

/** Every fixture: two sets, each in six languages. */
export const FIXTURES: readonly Fixture[] = (['tuned', 'frozen'] as const).flatMap((set) =>
  LANGUAGES.flatMap((language) => {
    const { page, cases } = casesOf(set, language);
    return cases.map(([name, expected, response, options = {}]) => {
      const { quote } = (set === 'tuned' ? TUNED : FROZEN)[language].article;
      const url = options.url ?? `https://www.${set}-${language}.example/2026/story-1`;
      const before = (typeof response === 'object' && response.before) || page;
      return {
        set,
        name,
        language,
        url,
        quotes: [quote],
        seen: [quote],
        expected,
        before: fetch({ html: before }, url),
        fetched: fetch(response, url),
        ...options,
      };
    });
  }),
);
