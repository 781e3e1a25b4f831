import MarkdownIt from 'markdown-it';
import { escapeHtml } from '../../../../lib/html.ts';
import { formatValue } from '../../../../site/story/parse/fault.ts';
import { fieldOf, isRow, plainText, type Row, rowsOf, textOf } from '../fields.ts';
import type { Walk } from './rich-text.ts';

const markdown = new MarkdownIt({ html: true });

const text = (card: Row, name: string) => textOf(card, name) ?? '';
const attribute = (name: string, value: string | null) =>
  value === null ? '' : ` ${name}="${escapeHtml(value)}"`;
/** Captions are HTML. */
const caption = (card: Row) => {
  const html = textOf(card, 'caption');
  return html === null ? '' : `<figcaption>${html}</figcaption>`;
};
const element = (name: string, className: string, html: string) =>
  html === '' ? '' : `<${name} class="${className}">${html}</${name}>`;
const link = (className: string, card: Row, urlField: string, textField: string) => {
  const url = textOf(card, urlField);
  const words = escapeHtml(text(card, textField));
  if (url === null) return element('span', className, words);
  return `<a href="${escapeHtml(url)}" class="${className}">${words || escapeHtml(url)}</a>`;
};
const picture = (card: Row, source: string, className: string) => {
  const url = textOf(card, source);
  if (url === null) return '';
  const sizes = `${attribute('width', textOf(card, 'width'))}${attribute('height', textOf(card, 'height'))}`;
  return `<img src="${escapeHtml(url)}" class="${className}" alt="${escapeHtml(text(card, 'alt'))}"${attribute('title', textOf(card, 'title'))}${sizes}>`;
};
const figure = (name: string, html: string, card: Row) =>
  `<figure class="kg-card kg-${name}-card">${html}${caption(card)}</figure>`;
const between = (name: string, html: string) =>
  `<!--kg-card-begin: ${name}-->\n${html}\n<!--kg-card-end: ${name}-->`;

function bookmark(card: Row): string {
  const found = fieldOf(card, 'metadata');
  const metadata = isRow(found) ? found : {};
  const url = textOf(card, 'url') ?? text(metadata, 'url');
  const part = (name: string, field = name) =>
    element(
      /title|description/.test(name) ? 'div' : 'span',
      `kg-bookmark-${name}`,
      escapeHtml(text(metadata, field)),
    );
  const thumbnail = textOf(metadata, 'thumbnail');
  const image =
    thumbnail === null
      ? ''
      : `<div class="kg-bookmark-thumbnail"><img src="${escapeHtml(thumbnail)}" alt=""></div>`;
  const html = `<a class="kg-bookmark-container" href="${escapeHtml(url)}"><div class="kg-bookmark-content">${part('title') || element('div', 'kg-bookmark-title', escapeHtml(url))}${part('description')}<div class="kg-bookmark-metadata">${part('author')}${part('publisher')}</div></div>${image}</a>`;
  return figure('bookmark', html, card);
}

function embed(card: Row): string {
  const html = textOf(card, 'html');
  const url = textOf(card, 'url');
  if (html !== null) return figure('embed', html, card);
  return url === null ? '' : figure('embed', `<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`, card);
}

function gallery(card: Row): string {
  const images = rowsOf(card, 'images').map(
    (image) => `<div class="kg-gallery-image">${picture(image, 'src', 'kg-image')}</div>`,
  );
  return figure(
    'gallery',
    `<div class="kg-gallery-container"><div class="kg-gallery-row">${images.join('')}</div></div>`,
    card,
  );
}

function image(card: Row): string {
  const html = picture(card, 'src', 'kg-image');
  const href = textOf(card, 'href');
  if (html === '') return '';
  return figure('image', href === null ? html : `<a href="${escapeHtml(href)}">${html}</a>`, card);
}

function code(card: Row): string {
  const language = textOf(card, 'language');
  const html = `<pre><code${language === null ? '' : ` class="language-${escapeHtml(language)}"`}>${escapeHtml(text(card, 'code'))}</code></pre>`;
  return textOf(card, 'caption') === null ? html : figure('code', html, card);
}

function product(card: Row): string {
  const stars = fieldOf(card, 'productRatingEnabled') === true ? textOf(card, 'productStarRating') : null;
  const rating = stars === null ? '' : element('div', 'kg-product-card-rating', `${escapeHtml(stars)} / 5`);
  const button =
    fieldOf(card, 'productButtonEnabled') === true
      ? link('kg-product-card-button', card, 'productUrl', 'productButton')
      : '';
  return `<div class="kg-card kg-product-card"><div class="kg-product-card-container">${picture(card, 'productImageSrc', 'kg-product-card-image')}${element('h4', 'kg-product-card-title', text(card, 'productTitle'))}${rating}${element('div', 'kg-product-card-description', text(card, 'productDescription'))}${button}</div></div>`;
}

function file(card: Row): string {
  const parts = [
    element('div', 'kg-file-card-title', escapeHtml(textOf(card, 'fileTitle') ?? text(card, 'fileName'))),
    element('div', 'kg-file-card-caption', escapeHtml(text(card, 'fileCaption'))),
    element('div', 'kg-file-card-filename', escapeHtml(text(card, 'fileName'))),
  ];
  return `<div class="kg-card kg-file-card"><a class="kg-file-card-container" href="${escapeHtml(text(card, 'src'))}" title="Download" download>${parts.join('')}</a></div>`;
}

function header(card: Row): string {
  const button =
    fieldOf(card, 'buttonEnabled') === true
      ? link('kg-header-card-button', card, 'buttonUrl', 'buttonText')
      : '';
  return `<div class="kg-card kg-header-card">${picture(card, 'backgroundImageSrc', 'kg-header-card-image')}${element('h2', 'kg-header-card-heading', text(card, 'header'))}${element('h3', 'kg-header-card-subheading', text(card, 'subheader'))}${button}</div>`;
}

function callToAction(card: Row): string {
  const button =
    fieldOf(card, 'showButton') === true ? link('kg-cta-button', card, 'buttonUrl', 'buttonText') : '';
  return `<div class="kg-card kg-cta-card">${element('div', 'kg-cta-sponsor-label', text(card, 'sponsorLabel'))}${picture(card, 'imageUrl', 'kg-cta-image')}${element('div', 'kg-cta-text', text(card, 'textValue'))}${button}</div>`;
}

/** The HTML of each card as Ghost's pages have it, without what is only there for looks. */
const CARDS: Record<string, (card: Row) => string> = {
  audio: (card) =>
    `<div class="kg-card kg-audio-card"><div class="kg-audio-player-container"><audio src="${escapeHtml(text(card, 'src'))}" preload="metadata"></audio>${element('div', 'kg-audio-title', escapeHtml(text(card, 'title')))}</div>${caption(card)}</div>`,
  bookmark,
  button: (card) =>
    `<div class="kg-card kg-button-card">${link('kg-btn kg-btn-accent', card, 'buttonUrl', 'buttonText')}</div>`,
  'call-to-action': callToAction,
  callout: (card) =>
    `<div class="kg-card kg-callout-card">${element('div', 'kg-callout-emoji', escapeHtml(text(card, 'calloutEmoji')))}<div class="kg-callout-text">${text(card, 'calloutText')}</div></div>`,
  codeblock: code,
  embed,
  file,
  gallery,
  header,
  horizontalrule: () => '<hr>',
  html: (card) => between('html', text(card, 'html')),
  image,
  markdown: (card) => between('markdown', markdown.render(text(card, 'markdown'))),
  paywall: () => '<!--members-only-->',
  product,
  toggle: (card) =>
    `<div class="kg-card kg-toggle-card" data-kg-toggle-state="close"><div class="kg-toggle-heading"><h4 class="kg-toggle-heading-text">${text(card, 'heading')}</h4></div><div class="kg-toggle-content">${text(card, 'content')}</div></div>`,
  video: (card) =>
    figure(
      'video',
      `<div class="kg-video-container"><video src="${escapeHtml(text(card, 'src'))}"${attribute('poster', textOf(card, 'customThumbnailSrc') ?? textOf(card, 'thumbnailSrc'))} preload="metadata"></video></div>`,
      card,
    ),
};

/** Names that Ghost had for the same cards in Mobiledoc, and before Ghost 2. */
const FORMER_NAMES: Record<string, string> = {
  'card-markdown': 'markdown',
  code: 'codeblock',
  hr: 'horizontalrule',
};

/** Cards that pages of Ghost never showed, or that only do something for members. */
const NOT_ON_PAGES: Record<string, string> = {
  email: 'a part that only the email had',
  'email-cta': 'a part that only the email had',
  signup: 'a form to subscribe',
  collection: 'a list of posts that Ghost kept up to date',
  transistor: "a player for members' podcasts",
};

/** Returns whether a card was only for members of the site. Ghost wrote `visibility` into cards from version 5.108 on. */
function isForMembers(card: Row): boolean {
  const visibility = fieldOf(card, 'visibility');
  const web = isRow(visibility) ? fieldOf(visibility, 'web') : undefined;
  return isRow(web) && fieldOf(web, 'nonMember') === false;
}

/** Returns a card of Lexical or Mobiledoc as HTML; an empty text, and a loss, for what a page cannot have. */
export function renderCard(formerName: string, card: Row, walk: Walk): string {
  const name = Object.hasOwn(FORMER_NAMES, formerName)
    ? (FORMER_NAMES[formerName] ?? formerName)
    : formerName;
  const render = Object.hasOwn(CARDS, name) ? CARDS[name] : undefined;
  if (render) {
    const html = render(card);
    if (html === '') walk.lose('card', `${name} card without an address: ${formatValue(card)}`, 'left out');
    if (!isForMembers(card)) return html;
    return `<!--kg-gated-block:begin nonMember:false -->${html}<!--kg-gated-block:end-->`;
  }
  const what = Object.hasOwn(NOT_ON_PAGES, name) ? NOT_ON_PAGES[name] : `unknown card "${name}"`;
  const html = textOf(card, 'html');
  walk.lose('card', `${what}: ${html === null ? formatValue(card) : plainText(html)}`, 'left out');
  return '';
}
