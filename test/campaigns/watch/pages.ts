import { escapeHtml } from '../../../src/lib/html.ts';

// The pages of the watch's campaign as HTML: two designs, each with what surrounds an article on a newspaper's site.

export interface PageParts {
  language: string;
  site: string;
  title: string;
  /** What the page says, as HTML. */
  body: string;
  /** More elements of the head. */
  head?: string;
  /** A notice of cookies, which is part of many pages. */
  banner?: string;
}

export const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`;

const MENU = ['Home', 'World', 'Region', 'Sport', 'Culture', 'Weather', 'Subscribe', 'Log in'];
const OTHERS = [
  'Trams run late again after snow',
  'Three books for the long weekend',
  'Why the market hall stays empty',
  'A bakery that opens at midnight',
];

/** A page with a menu above and other articles beside. */
export const broadsheet = ({
  language,
  site,
  title,
  body,
  head = '',
  banner = '',
}: PageParts) => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)} | ${site}</title>${head}</head>
<body>${banner && `<div class="banner" role="dialog">${banner}</div>`}
<header><a href="/">${site}</a><nav><ul>${MENU.map((name) => `<li><a href="/${name}">${name}</a></li>`).join('')}</ul></nav></header>
<main>${body}</main>
<aside><h2>Most read</h2><ol>${OTHERS.map((name) => `<li><a href="/x">${name}</a></li>`).join('')}</ol></aside>
<footer>© ${site}. Terms. Privacy. Contact.</footer><script>var a = 1;</script></body></html>`;

/** A page of another design, with less around it. */
export const magazine = ({
  language,
  site,
  title,
  body,
  head = '',
  banner = '',
}: PageParts) => `<!DOCTYPE html>
<html lang="${language}"><head><meta charset="utf-8"><title>${site} – ${escapeHtml(title)}</title>${head}</head>
<body><div id="top"><b>${site}</b></div><div id="wrap"><div class="content">${body}</div></div>
<div id="bottom"><a href="/about">About</a> <a href="/imprint">Imprint</a></div>${banner && `<div id="cmp">${banner}</div>`}</body></html>`;

/** A page that shows nothing without its script. */
export const shell = ({
  language,
  site,
}: PageParts) => `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<title>${site}</title><script src="/a.js"></script><script src="/b.js"></script></head><body>
<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script>start()</script></body></html>`;
