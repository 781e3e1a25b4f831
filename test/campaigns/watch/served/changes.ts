import { escapeHtml } from '../../../../src/lib/html.ts';
import { draw, type ForeignNotice, type ForeignPage } from './foreign.ts';

// Changes foreign pages as their servers change them. Written before its author had read the judge.

/** What a later look meets. */
export interface Served {
  name: string;
  /** `quiet` is whatever tells readers nothing. */
  expected: 'answers' | 'moved' | 'gone' | 'changed' | 'quiet';
  /** The page when it was cited, if that is not the page of the set. */
  before?: string;
  html: string;
  status?: number;
  url?: string;
  movedTo?: string;
  /** What the story quotes from it, if that is not the sentence of the page; null if nothing. */
  cited?: string | null;
}

/** A page of the set with the sentence that a story quotes from it. */
export interface Quoted {
  page: ForeignPage;
  /** The paragraph that has the quote. */
  at: number;
  quote: string;
}

/** What programs of others show in other pages' places. */
export interface Words {
  missing: ForeignNotice[];
  states: ForeignNotice[];
  consent: ForeignNotice[];
  captcha: ForeignNotice[];
}

interface Splice {
  start: number;
  end: number;
  with: string;
}

const DECIMAL = /\d[.,]\d/;

/** Chooses the sentence that a story quotes. Every second time, one with a number that has a mark is preferred. */
export function quoted(page: ForeignPage): Quoted | undefined {
  const segments = new Intl.Segmenter(page.language, { granularity: 'sentence' });
  const all = page.paragraphs.flatMap(({ text }, at) =>
    Array.from(segments.segment(text), ({ segment }) => ({ page, at, quote: segment.trim() })).filter(
      ({ quote }) => quote.length >= 40 && quote.length <= 300,
    ),
  );
  const whole = plainOf(page.html);
  const once = all.filter(({ quote }) => whole.split(quote).length <= 2);
  const marked = once.filter(({ quote }) => DECIMAL.test(quote));
  const from = marked.length > 0 && draw(`${page.id} marks`, 2) === 0 ? marked : once;
  return from[draw(`${page.id} quote`, from.length)];
}

const plainOf = (html: string) => html.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');

const spliced = (html: string, splices: readonly Splice[]) =>
  splices
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, with: by }) => text.slice(0, start) + by + text.slice(end), html);

const MORE = ['Read more', 'Weiterlesen', 'Lire la suite', 'Leer más', 'Show full article', 'Mehr anzeigen'];
const PAYWALL = [
  'Subscribe to continue reading. Already a subscriber? Log in.',
  'Jetzt weiterlesen mit dem Digitalabo. Sie haben schon ein Abo? Anmelden',
  'Cet article est réservé aux abonnés. Il vous reste 70 % à lire. Déjà abonné ? Se connecter',
  'Contenido exclusivo para suscriptores. Suscríbete para seguir leyendo.',
  'To read the full story, start your free trial today.',
  'You have reached your limit of free articles this month. Create an account to keep reading.',
  'Dieser Artikel ist nur für registrierte Nutzer. Kostenlos registrieren und weiterlesen.',
  'Questo articolo è riservato agli abbonati. Abbonati per continuare a leggere.',
];
const PAGED = [
  'Page 1 of 3',
  'Seite 1 von 2',
  '1 2 3 Next »',
  '1 | 2 | 3 | Weiter',
  'Continue on the next page',
  'Auf der nächsten Seite: mehr zum Thema',
];
const INSERTED = ['hardly', 'reportedly', 'angeblich', 'erneut', 'never', 'kaum'];

/** What may happen to a page, each as a function, so that only what is drawn is made. */
type Cases = Record<string, () => Served | undefined>;

/** Everything that may happen to a quoted page; `moves` came later: abridged quotes, redirects to lists, captchas. */
export function changesOf(
  { page, at, quote }: Quoted,
  words: Words,
  others: readonly ForeignPage[],
): { changes: Cases; moves: Cases } {
  const { html, paragraphs, url, id } = page;
  const one = <T>(from: readonly T[], salt: string): T => from[draw(`${id} ${salt}`, from.length)] as T;
  const { origin, pathname } = new URL(url);
  const [first, last] = [paragraphs[0], paragraphs.at(-1)];
  const quotes = paragraphs[at];
  if (!first || !last || !quotes) return { changes: {}, moves: {} };
  const open = (offset: number) => html.lastIndexOf('<p', offset);
  const close = (offset: number) => html.indexOf('>', offset) + 1;
  const rewritten = (text: string, of = quotes): Splice => ({
    start: of.start,
    end: of.end,
    with: escapeHtml(text),
  });
  const without = (of: typeof quotes): Splice => ({ start: open(of.start), end: close(of.end), with: '' });
  const edit = (from: string, to: string) => quotes.text.replace(from, () => to).trim();
  const headed = (source: string, title: string) =>
    source
      .replace(/<title[^>]*>[\s\S]*?<\/title>/i, () => `<title>${escapeHtml(title)}</title>`)
      .replace(/(<h1[^>]*>)[\s\S]*?(<\/h1>)/i, (_, begin, end) => begin + escapeHtml(title) + end)
      .replaceAll(/<meta[^>]+(?:og:|twitter:|name=["']?description)[^>]*>/gi, '')
      .replaceAll(/<script[^>]+ld\+json[\s\S]*?<\/script>/gi, '');
  /** The page with the article replaced. */
  const instead = (block: string, title: string) =>
    headed(spliced(html, [{ start: open(first.start), end: close(last.end), with: block }]), title);
  const notice = ({ title, text }: { title: string; text: string }) =>
    instead(`<h2>${escapeHtml(title)}</h2><p>${escapeHtml(text)}</p>`, title);
  const bare = ({ title, text, language }: ForeignNotice) =>
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></body></html>`;
  /** The page with what follows a paragraph, or that paragraph too, replaced. */
  const cut = (from: number, block: string) => {
    const begin = paragraphs[from];
    return begin && spliced(html, [{ start: open(begin.start), end: close(last.end), with: block }]);
  };
  /** Cut before the quote, at a place that is drawn. */
  const cutAt = 1 + draw(`${id} cut`, Math.max(at, 1));
  const shortened = (block: string) => (at === 0 ? undefined : cut(cutAt, block));
  const tail = (from: number) => html.slice(open(paragraphs[from]?.start ?? 0), close(last.end));
  const p = (text: string) => `<p>${escapeHtml(text)}</p>`;
  const listOf = others
    .filter((other) => other.id !== id && !other.html.includes(quote.slice(0, 30)))
    .slice(0, 12)
    .map(
      ({ paragraphs: [begin] }) =>
        `<div><h2><a href="/x">${escapeHtml(begin?.text.slice(0, 60) ?? '')}</a></h2>${p(begin?.text.slice(0, 160) ?? '')}</div>`,
    )
    .join('');
  const redesigned = (texts: readonly string[]) =>
    `<!doctype html><html lang="${page.language}"><head><meta charset="utf-8"><title>${escapeHtml(first.text.slice(0, 50))}</title></head><body><header><nav><a href="/">Home</a> <a href="/a">News</a></nav></header><main><article><h1>${escapeHtml(first.text.slice(0, 50))}</h1>${texts.map(p).join('')}</article></main><footer>Imprint</footer></body></html>`;
  const entry = (text: string, minute: number) =>
    `<div class="entry"><time datetime="2026-05-01T1${minute % 9}:${10 + minute}:00Z">1${minute % 9}:${10 + minute}</time>${p(text)}</div>`;
  const live = (texts: readonly string[]) => instead(texts.map(entry).join(''), 'Live');
  const strangers = others.filter((other) => !other.html.includes(quote.slice(0, 30)));
  const fresh = one(strangers, 'live').paragraphs.map(({ text }) => text);
  const elsewhere = `${origin}/archive/2026/${draw(id, 90000)}`;
  const changedNumber = () => {
    const digits = quote.match(/\d+/g);
    if (!digits) return undefined;
    const old = one(digits, 'digits');
    const now = `${old.slice(0, -1)}${(Number(old.at(-1)) + 3) % 10}`;
    return quote.replace(old, now);
  };
  const changedWord = () => {
    const long = quote.match(/\p{L}{5,}/gu);
    if (!long) return undefined;
    const donor = one(others, 'word').paragraphs.flatMap(({ text }) => text.match(/\p{L}{5,}/gu) ?? []);
    const old = one(long, 'old');
    const now = donor.find((word) => word !== old);
    return now ? quote.replace(old, () => now) : undefined;
  };
  const edited = (now: string | undefined) =>
    now === undefined || now === quote ? undefined : edit(quote, now);
  const changed = (name: string, now: string | undefined, more: Partial<Served> = {}): Served | undefined =>
    now === undefined
      ? undefined
      : { name, expected: 'changed', html: spliced(html, [rewritten(now)]), ...more };
  const quiet = (
    name: string,
    changedHtml: string | undefined,
    more: Partial<Served> = {},
  ): Served | undefined =>
    changedHtml === undefined ? undefined : { name, expected: 'quiet', html: changedHtml, ...more };
  const hidden = (name: string, before: string, after: string) =>
    at === 0
      ? undefined
      : quiet(name, shortened(`<p>${one(MORE, 'more')}</p>${before}${tail(cutAt)}${after}`));
  const missing = one(words.missing, 'missing');
  const state = one(words.states, 'state');
  const wall = one(words.consent, 'consent');
  const paywall = one(PAYWALL, 'paywall');
  const wallBlock = `<div class="modal"><h2>${escapeHtml(wall.title)}</h2>${p(wall.text)}</div>`;
  const marks = (text: string) =>
    text
      .replaceAll(/(\d)([.,])(\d)/g, (_, a, mark, b) => a + (mark === '.' ? ',' : '.') + b)
      .replaceAll(/(\d)[\s\u202f]%/g, '$1%');
  const captcha = one(words.captcha, 'captcha');
  const inMotion = { url: elsewhere, movedTo: elsewhere };
  /** What a story quotes that leaves out the middle of the sentence, or has words of its own for it. */
  const abridged = (gap: string, keep = 4) => {
    const all = quote.split(' ');
    return all.length < 2 * keep + 2
      ? undefined
      : [...all.slice(0, keep), gap, ...all.slice(-keep)].join(' ');
  };
  /** A case whose quote differs from the sentence; none if the sentence is too short for it. */
  const citing = (cited: string | undefined, served: Omit<Served, 'cited'>): Served | undefined =>
    cited === undefined ? undefined : { ...served, cited };
  /** The page with words in brackets of its own within the quoted sentence, and the sentence. */
  const bracketed = (own: string) => {
    const all = quote.split(' ');
    const half = Math.floor(all.length / 2);
    const sentence = [...all.slice(0, half), `[${own}]`, ...all.slice(half)].join(' ');
    return { cited: sentence, html: spliced(html, [rewritten(edit(quote, sentence))]) };
  };
  const owned = bracketed('as of 15 May');
  /** A list of articles that begins with the one that has the quote, and shows its words. */
  const teasers = instead(
    `<div><h2><a href="${pathname}">${escapeHtml(first.text.slice(0, 50))}</a></h2>${p(quote)}</div>${listOf}`,
    'News',
  );
  const section = `${origin}/${one(['politics/', 'en/world', 'news/local-news/', 'kultur.html', 'nachrichten/wirtschaft', 'actualites', '日本'], 'section')}`;
  const grouped = (text: string) => text.replaceAll(/(\d)[.,](\d{3})\b/g, '$1\u202f$2');

  const changes: Cases = {
    same: () => ({ name: 'the page as it was', expected: 'answers', html }),
    quotationMarks: () => ({
      name: 'other quotation marks, dashes and ellipses',
      expected: 'answers',
      html: spliced(
        html,
        paragraphs.map((of) =>
          rewritten(
            of.text
              .replaceAll(/["“”„«»]/g, draw(id, 2) ? '"' : '“')
              .replaceAll(/[’‘]/g, "'")
              .replaceAll(/[–—]/g, '-')
              .replaceAll('…', '...'),
            of,
          ),
        ),
      ),
    }),
    spaces: () => ({
      name: 'soft hyphens and other spaces',
      expected: 'answers',
      html: spliced(html, [
        {
          ...rewritten(''),
          with: escapeHtml(quotes.text)
            .replaceAll(/(\p{L}{4})(\p{L}{4})/gu, '$1&shy;$2')
            .replaceAll(' ', '&nbsp;'),
        },
      ]),
    }),
    elements: () => ({
      name: 'links and marks within the quote',
      expected: 'answers',
      html: spliced(html, [
        {
          ...rewritten(''),
          with: escapeHtml(quotes.text).replaceAll(/(\p{L}{6,})/gu, '<a href="/t">$1</a>'),
        },
      ]),
    }),
    elsewhereOnPage: () => ({
      name: 'another paragraph edited, and a note of an update',
      expected: 'answers',
      html: spliced(
        html,
        paragraphs.flatMap((of, index) =>
          index === at ? [] : index % 3 === 0 ? [rewritten(`${of.text} Update: 11:40.`, of)] : [],
        ),
      ),
    }),
    redesign: () => ({
      name: 'a new design',
      expected: 'answers',
      html: redesigned(paragraphs.map(({ text }) => text)),
    }),
    reordered: () => ({
      name: 'the paragraphs in another order',
      expected: 'answers',
      html: redesigned(paragraphs.map(({ text }) => text).toReversed()),
    }),
    fullWith404: () => ({ name: '404, but the page is there', expected: 'answers', html, status: 404 }),

    sentenceOut: () =>
      quotes.text === quote ? undefined : changed('the quoted sentence taken out', edit(quote, '')),
    paragraphOut: () => ({
      name: 'the quoted paragraph taken out',
      expected: 'changed',
      html: spliced(html, [without(quotes)]),
    }),
    number: () => changed('another number in the quote', edited(changedNumber())),
    word: () => changed('another word in the quote', edited(changedWord())),
    inserted: () =>
      changed(
        'a word put into the quote',
        edited(quote.replace(/^(\S+ \S+ )/, `$1${one(INSERTED, 'inserted')} `)),
      ),
    rewrittenParagraph: () => changed('the quoted paragraph rewritten', one(fresh, 'rewritten')),
    pointLost: () =>
      changed(
        'a decimal mark lost from the quote',
        DECIMAL.test(quote) ? edit(quote, quote.replace(/(\d)[.,](\d)/, '$1$2')) : undefined,
      ),
    wordWithRedesign: () => {
      const now = edited(changedWord());
      return now === undefined
        ? undefined
        : {
            name: 'a new design, and another word in the quote',
            expected: 'changed',
            html: redesigned(paragraphs.map(({ text }, index) => (index === at ? now : text))),
          };
    },
    numberWithBanner: () =>
      changed('another number, below a notice of cookies', edited(changedNumber()), {
        html:
          edited(changedNumber()) === undefined
            ? ''
            : spliced(html, [rewritten(edited(changedNumber()) ?? '')]).replace(
                /<body[^>]*>/i,
                (body) => `${body}${wallBlock}`,
              ),
      }),
    numberAndMoved: () =>
      changed('moved, and another number in the quote', edited(changedNumber()), {
        url: elsewhere,
        movedTo: elsewhere,
      }),
    corrected: () =>
      changed(
        'the sentence taken out, and a note of the correction',
        quotes.text === quote ? undefined : edit(quote, ''),
        {
          html: spliced(html, [
            rewritten(edit(quote, '')),
            {
              start: open(first.start),
              end: open(first.start),
              with: p('Correction: an earlier version of this article was wrong. We regret the error.'),
            },
          ]),
        },
      ),

    decimal: () =>
      DECIMAL.test(quote)
        ? quiet(
            'decimal and grouping marks of another language',
            spliced(
              html,
              paragraphs.map((of) => rewritten(marks(of.text), of)),
            ),
          )
        : undefined,
    grouping: () =>
      grouped(quote) === quote
        ? undefined
        : quiet(
            'a space for the grouping mark',
            spliced(
              html,
              paragraphs.map((of) => rewritten(grouped(of.text), of)),
            ),
          ),
    hiddenAttribute: () => hidden('behind “read more”: hidden', '<div hidden>', '</div>'),
    hiddenStyle: () => hidden('behind “read more”: display:none', '<div style="display: none">', '</div>'),
    hiddenClass: () =>
      hidden(
        'behind “read more”: aria-hidden and a class',
        '<div class="collapsed is-hidden" aria-hidden="true">',
        '</div>',
      ),
    hiddenTemplate: () => hidden('behind “read more”: a template', '<template>', '</template>'),
    hiddenScript: () =>
      at === 0
        ? undefined
        : quiet(
            'behind “read more”: in a script',
            shortened(
              `<button>${one(MORE, 'more')}</button><script>window.__DATA__=${JSON.stringify({ rest: paragraphs.slice(cutAt).map(({ text }) => text) }).replaceAll('<', '\\u003c')}</script>`,
            ),
          ),
    hiddenLoaded: () =>
      quiet(
        'behind “read more”: loaded when asked for',
        shortened(`<button class="more">${one(MORE, 'more')}</button>`),
      ),
    hiddenOne: () =>
      quiet(
        'behind “read more”: only the quoted paragraph',
        spliced(html, [
          {
            start: open(quotes.start),
            end: close(quotes.end),
            with: `<a class="toggle" href="#">${one(MORE, 'more')}</a><div class="x" hidden>${p(quotes.text)}</div>`,
          },
        ]),
      ),
    hiddenOneScript: () =>
      quiet(
        'behind “read more”: only the quoted paragraph, in a script',
        spliced(html, [
          {
            start: open(quotes.start),
            end: close(quotes.end),
            with: `<button>${one(MORE, 'more')}</button><script type="application/json">${JSON.stringify({ text: quotes.text }).replaceAll('<', '\\u003c')}</script>`,
          },
        ]),
      ),
    pageTwo: () => quiet('on page 2', shortened(`<div class="pagination">${one(PAGED, 'paged')}</div>`)),
    pageTwoLinks: () =>
      quiet(
        'on page 2, with links',
        shortened(
          `<nav><a class="current">1</a> <a href="${pathname}?page=2">2</a> <a href="${pathname}?page=3">3</a></nav>`,
        ),
      ),
    pageTwoHead: () =>
      quiet(
        'on page 2, which the head names',
        shortened('')?.replace(/<\/head>/i, () => `<link rel="next" href="${pathname}/2"></head>`),
      ),
    pageTwoLate: () =>
      at < 2
        ? undefined
        : quiet(
            'cut right before the quote, on page 2',
            cut(at, `<p><a href="${pathname}?seite=2">${one(PAGED, 'paged')}</a></p>`),
          ),
    paywall: () => quiet('a paywall’s teaser', shortened(`<div class="paywall">${paywall}</div>`)),
    paywallPlain: () => quiet('a paywall’s teaser without a class', shortened(p(paywall))),
    paywallBefore: () =>
      at < 2
        ? undefined
        : quiet('a paywall right before the quote', cut(at, `<section>${paywall}</section>`)),
    paywallMiddle: () =>
      quiet(
        'a paywall in the middle of the quote',
        cut(
          at,
          `<p>${escapeHtml(quotes.text.slice(0, quotes.text.indexOf(quote) + Math.floor(quote.length / 2)))}…</p><div>${paywall}</div>`,
        ),
      ),
    paywallTold: () =>
      quiet(
        'a paywall that only machines are told of',
        shortened('<p>…</p>')?.replace(
          /<\/head>/i,
          () =>
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","isAccessibleForFree":"False","hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".paywall"}}</script></head>',
        ),
      ),
    paywallSilent: () => quiet('cut by a paywall that says nothing', shortened('<p>…</p>')),
    consentBare: () => quiet('a wall of cookies', bare(wall)),
    consentDesign: () => quiet('a wall of cookies in the site’s design', notice(wall)),
    consentOver: () => quiet('a wall of cookies, with the beginning of the article', shortened(wallBlock)),
    consentHost: () =>
      quiet('a wall of cookies at another host', bare(wall), {
        url: `https://consent.${new URL(url).host}/?next=1`,
      }),
    liveBlog: () => {
      const texts = paragraphs.map(({ text }) => text);
      const kept = texts.filter((_, index) => index !== at).slice(0, Math.ceil(texts.length / 2));
      return quiet('a live blog that grew and dropped old entries', live([...fresh, ...kept]), {
        before: live([...texts.filter((_, index) => index !== at), quotes.text]),
      });
    },
    liveBlogMore: () => {
      const texts = paragraphs.map(({ text }) => text);
      return quiet('a live blog of new entries only', live(fresh), { before: live(texts) });
    },
    liveBlogOne: () => {
      const texts = paragraphs.map(({ text }) => text);
      return quiet(
        'a live blog that dropped its oldest entry',
        live([...fresh.slice(0, 3), ...texts.filter((_, index) => index !== at)]),
        { before: live([...texts.filter((_, index) => index !== at), quotes.text]) },
      );
    },
    needsScript: () =>
      quiet(
        'a page that needs its script',
        '<!doctype html><html><head><title>News</title><script src="/a.js"></script></head><body><div id="root"></div><noscript>Please enable JavaScript</noscript></body></html>',
      ),
    skeleton: () =>
      quiet(
        'the article is not loaded yet',
        instead('<div class="skeleton" aria-busy="true"><p>Loading…</p></div>', first.text.slice(0, 60)),
      ),
    broken: () => quiet('the page broke off', html.slice(0, open(quotes.start))),
    state: () => quiet('another state with status 200', notice(state)),
    stateBare: () => quiet('another state with status 200, without a design', bare(state)),
    otherArticle: () =>
      quiet('another article at the address', instead(fresh.map(p).join(''), fresh[0]?.slice(0, 50) ?? '')),
    translated: () =>
      quiet(
        'the page in another language',
        redesigned(
          others.find(({ language }) => language !== page.language)?.paragraphs.map(({ text }) => text) ??
            fresh,
        ),
      ),
    hiddenMissing: () =>
      quiet(
        'a hidden “page not found”, and no article',
        instead(
          `<div style="display:none"><h1>${escapeHtml(missing.title)}</h1>${p(missing.text)}</div>`,
          first.text.slice(0, 60),
        ),
      ),
    movedPaywall: () =>
      quiet('moved, and cut by a paywall', shortened(`<div>${paywall}</div>`), {
        url: elsewhere,
        movedTo: elsewhere,
      }),
    movedConsent: () =>
      quiet('moved, to a wall of cookies', notice(wall), { url: elsewhere, movedTo: elsewhere }),
    movedOther: () =>
      quiet('moved, to another article', instead(fresh.map(p).join(''), fresh[0]?.slice(0, 50) ?? ''), {
        url: elsewhere,
        movedTo: elsewhere,
      }),
    forNow: () => ({ name: 'elsewhere for now', expected: 'answers', html, url: elsewhere }),
    frontForConsent: () =>
      quiet('sent to the front page, which asks for consent', bare(wall), { url: `${origin}/?consent=1` }),

    status404: () => ({ name: '404', expected: 'gone', html: notice(missing), status: 404 }),
    status410: () => ({ name: '410', expected: 'gone', html: bare(missing), status: 410 }),
    soft404: () => ({
      name: 'a missing page with status 200, in the site’s design',
      expected: 'gone',
      html: notice(missing),
    }),
    soft404Bare: () => ({ name: 'a missing page with status 200', expected: 'gone', html: bare(missing) }),
    front: () => ({
      name: 'sent to the front page',
      expected: 'gone',
      html: instead(listOf, 'News'),
      url: `${origin}/`,
      movedTo: `${origin}/`,
    }),
    frontForNow: () => ({
      name: 'sent to the front page for now',
      expected: 'gone',
      html: instead(listOf, 'News'),
      url: `${origin}/`,
    }),
    section: () => {
      const section = /^\/[^/]+\/(?=[^/])/.exec(pathname)?.[0];
      return section
        ? {
            name: 'sent to a section',
            expected: 'gone',
            html: instead(listOf, section),
            url: origin + section,
            movedTo: origin + section,
          }
        : undefined;
    },

    moved: () => ({ name: 'moved for good', expected: 'moved', html, url: elsewhere, movedTo: elsewhere }),
    movedDesign: () => ({
      name: 'moved for good, with a new design',
      expected: 'moved',
      html: redesigned(paragraphs.map(({ text }) => text)),
      url: elsewhere,
      movedTo: elsewhere,
    }),
    movedSite: () => ({
      name: 'moved to another site',
      expected: 'moved',
      html,
      url: 'https://www.archive.example/story/1',
      movedTo: 'https://www.archive.example/story/1',
    }),
  };
  const moves: Cases = {
    leftOut: () => citing(abridged('…'), { name: 'words left out of the quote', expected: 'answers', html }),
    ownWords: () =>
      citing(abridged('[the company]'), {
        name: 'words of the newsroom in the quote',
        expected: 'answers',
        html,
      }),
    ownWord: () =>
      citing(quote.replace(/ \p{L}{2,} /u, ' [it] '), {
        name: 'a short word of the newsroom in the quote',
        expected: 'answers',
        html,
      }),
    ownCapital: () =>
      citing(
        quote.replace(/^\p{L}/u, (letter) => `[${letter.toLowerCase()}]`),
        {
          name: 'a changed first letter of the quote',
          expected: 'answers',
          html,
        },
      ),
    ownWordsMoved: () =>
      citing(`[The mayor] ${abridged('…')}`, {
        name: 'moved for good, with words left out of the quote',
        expected: 'moved',
        html,
        ...inMotion,
      }),
    ownWordsChanged: () => {
      const last = quote.split(' ').at(-2) ?? '';
      return citing(abridged('…'), {
        name: 'another word where the quote goes on',
        expected: 'changed',
        html: spliced(html, [rewritten(edit(last, one(INSERTED, 'goes on')))]),
      });
    },
    scraps: () =>
      citing(abridged('…', 1)?.replace(/^/, '[They] '), {
        ...(quiet(
          'moved, to another article, with hardly a word quoted',
          instead(
            p(`${quote.split(' ')[0]} ${fresh.join(' ')} ${quote.split(' ').at(-1)}`),
            fresh[0]?.slice(0, 50) ?? '',
          ),
          inMotion,
        ) as Served),
      }),
    ownBrackets: () => ({
      name: 'the page’s own brackets in the quote, and moved for good',
      expected: 'moved',
      before: owned.html,
      ...owned,
      ...inMotion,
    }),
    ownBracketsChanged: () =>
      quiet('moved, and other words in the page’s own brackets', bracketed('as of 16 May').html, {
        before: owned.html,
        cited: owned.cited,
        ...inMotion,
      }),

    sectionWithQuote: () =>
      quiet('sent to a section that shows the quoted words', teasers, { url: section, movedTo: section }),
    frontWithQuote: () =>
      quiet('sent to the front page, which shows the quoted words', teasers, {
        url: `${origin}/`,
        movedTo: `${origin}/`,
      }),
    plainMoved: () => ({
      name: 'no quote, and moved for good',
      expected: 'moved',
      html,
      cited: null,
      ...inMotion,
    }),
    plainSection: () =>
      quiet('no quote, and sent to a section', instead(listOf, 'News'), {
        url: section,
        movedTo: section,
        cited: null,
      }),
    plainFront: () =>
      quiet('no quote, and sent to a front page with an address of its own', instead(listOf, 'News'), {
        url: `${origin.replace('://', '://www.')}/?ref=old`,
        movedTo: `${origin.replace('://', '://www.')}/?ref=old`,
        cited: null,
      }),
    plainWall: () =>
      quiet('no quote, and moved, to a wall of cookies', bare(wall), { cited: null, ...inMotion }),
    plainCaptcha: () =>
      quiet('no quote, and moved, to a captcha', bare(captcha), { cited: null, ...inMotion }),
    captcha: () => quiet('a captcha', bare(captcha)),
    captchaDesign: () => quiet('a captcha in the site’s design', notice(captcha)),
  };
  for (const name of [
    'moved',
    'movedDesign',
    'movedSite',
    'movedOther',
    'movedPaywall',
    'movedConsent',
    'numberAndMoved',
    'section',
    'front',
  ])
    moves[name] = changes[name] ?? (() => undefined);
  return { changes, moves };
}
