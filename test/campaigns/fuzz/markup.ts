import assert from 'node:assert/strict';
import type { DefaultTreeAdapterTypes } from 'parse5';

// The elements and attributes that the program writes: src/site/story and src/site/edition write fragments, src/site/page writes pages. Any
// other must have come from the input.

type Element = Pick<DefaultTreeAdapterTypes.Element, 'tagName' | 'attrs'>;
type Attributes = Record<string, string | RegExp | true>;

/** The attributes that each element may have, and their values: one string, a pattern, or anything. */
type Markup = Record<string, Attributes>;

const NONE: Attributes = {};
const ANY = true;

/** The elements that Markdown is rendered to. */
const ANALYSIS: Markup = {
  a: {
    id: /^fnref-\d+-\d+$/,
    href: ANY,
    title: ANY,
    role: /^doc-(noteref|backlink)$/,
    'data-n': /^\d+$/,
    'aria-label': ANY,
  },
  code: { class: /^language-/ },
  li: NONE,
  ol: { start: /^\d+$/ },
  caption: NONE,
  span: { class: /^(hidden|cite)$/ },
  sup: NONE,
  table: NONE,
  td: { align: /^(left|center|right)$/ },
  th: { align: /^(left|center|right)$/ },
  ...Object.fromEntries(
    'blockquote br em h3 h4 h5 h6 hr p pre s strong tbody thead tr ul'.split(' ').map((name) => [name, NONE]),
  ),
};

/** The elements of feeds and embeds. */
const FRAGMENT: Markup = {
  ...ANALYSIS,
  blockquote: { cite: ANY },
  div: NONE,
  figcaption: NONE,
  figure: NONE,
  h2: NONE,
  img: { src: ANY, alt: ANY, title: ANY, width: /^\d+$/, height: /^\d+$/ },
  q: NONE,
  small: NONE,
};

const CELL: Attributes = { class: /^(left|center|right)$/ };
/** The box in which a table scrolls. */
const TABLE_BOX: Attributes = { class: /^table( keyed)?$/, tabindex: '0', role: 'group', 'aria-label': ANY };

/** The elements of an analysis on a page. */
const ANALYSIS_ON_PAGE: Markup = {
  ...FRAGMENT,
  div: TABLE_BOX,
  td: CELL,
  th: CELL,
  img: { ...FRAGMENT.img, decoding: 'async', loading: 'lazy' },
};

const PAGE: Markup = {
  ...ANALYSIS,
  a: {
    ...ANALYSIS.a,
    id: /^(fnref-\d+-\d+|n-\d+|report)$/,
    'aria-current': 'page',
    'data-facts': ANY,
    'data-originalurl': ANY,
    'data-title': ANY,
    'data-versiondate': ANY,
    'data-versionurl': ANY,
    hreflang: ANY,
    popover: '',
    rel: /^(alternate|author|license|me author|next|nofollow|prev)$/,
    tabindex: '-1',
    type: /^(application|text)\/[\w+]+$/,
  },
  button: {
    type: /^(button|submit)$/,
    value: ANY,
    hidden: '',
    popovertarget: /^n-\d+$/,
    tabindex: '-1',
    'aria-hidden': 'true',
    'data-copied': ANY,
    'aria-labelledby': ANY,
  },
  code: { class: /^(language-|address$)/ },
  data: { value: ANY },
  div: { ...TABLE_BOX, class: ANY, role: /^(group|note)$/ },
  // A preview of a feed has its cells.
  td: { ...CELL, ...ANALYSIS.td },
  th: { ...CELL, ...ANALYSIS.th },
  form: { action: '/search' },
  img: {
    src: ANY,
    alt: ANY,
    title: ANY,
    decoding: 'async',
    fetchpriority: 'high',
    loading: 'lazy',
    width: /^\d+$/,
    height: /^\d+$/,
    referrerpolicy: 'no-referrer',
  },
  input: {
    name: /^(q|author|source|from|to|sort)$/,
    type: /^(date|hidden|search)$/,
    value: ANY,
    maxlength: /^\d+$/,
    placeholder: 'news.example',
  },
  label: { for: /^(q|topic|author|source|language|from|to)$/ },
  link: {
    rel: /^(alternate|canonical|icon|license|search)$/,
    href: ANY,
    title: ANY,
    type: /^(application|image|text)\/[\w+.-]+$/,
  },
  meta: {
    charset: 'utf-8',
    content: ANY,
    name: /^(ai-disclosure|author|dc\.(language|type)|dcterms\.rights|description|prism\.teaser|fediverse:creator|robots|twitter:card|viewport)$/,
    property: /^(article|og):\w+(:\w+)?$/,
  },
  nav: { 'aria-label': ANY },
  p: { 'aria-live': 'polite' },
  option: { value: ANY, selected: '' },
  q: { cite: ANY },
  script: { type: /^(application\/ld\+json|speculationrules)$/ },
  section: {
    'ai-disclosure': /^(ai-autonomous|ai-assisted|human-only)$/,
    'data-ai-model': ANY,
    'data-ai-provider': ANY,
    'aria-label': ANY,
    'aria-labelledby': /^([a-z]+(-[a-z]+)*-heading|day-\d{4}-\d\d(-\d\d)?|top|topic-[a-z0-9-]+)$/,
    role: 'doc-endnotes',
  },
  select: { name: /^(topic|language)$/ },
  span: { 'aria-hidden': 'true' },
  sup: NONE,
  time: { datetime: ANY },
  wbr: NONE,
  ...Object.fromEntries(
    [
      ...[
        'article',
        'bdi',
        'body',
        'cite',
        'dd',
        'del',
        'details',
        'dl',
        'dt',
        'figcaption',
        'figure',
        'footer',
        'h1',
        'h2',
        'head',
        'header',
      ],
      ...['html', 'ins', 'main', 'mark', 'search', 'small', 'style', 'summary', 'title'],
    ].map((name) => [name, NONE]),
  ),
};

/** Attributes that every element may have. */
const LANGUAGE: Attributes = { lang: ANY, dir: /^(ltr|rtl|auto)$/ };
/** Attributes that every element of a page may have; its style, anchors and script use them. */
const NAMES: Attributes = { class: /^[a-z]+(-[a-z]+)*( [a-z]+(-[a-z]+)*)*$/, id: /^[a-z]+(-[a-z0-9]+)*$/ };

function assertAllowed(markup: Markup, common: Attributes, { tagName, attrs }: Element): void {
  const own = Object.hasOwn(markup, tagName) ? markup[tagName] : undefined;
  assert.ok(own, `the program writes no <${tagName}>`);
  const allowed = { ...common, ...own };
  for (const { name, value } of attrs) {
    const rule = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    const fits = rule === ANY || rule === value || (rule instanceof RegExp && rule.test(value));
    assert.ok(fits, `the program writes no <${tagName} ${name}="${value}">`);
  }
}

/** Throws if the program does not write such an element into feeds. */
export const assertFragmentElement = (element: Element): void => assertAllowed(FRAGMENT, LANGUAGE, element);

/** Throws if the program does not write such an element into the analysis of a page. */
export const assertAnalysisElement = (element: Element): void =>
  assertAllowed(ANALYSIS_ON_PAGE, LANGUAGE, element);

/** Throws if the program does not write such an element into pages. */
export const assertPageElement = (element: Element): void =>
  assertAllowed(PAGE, { ...LANGUAGE, ...NAMES }, element);
