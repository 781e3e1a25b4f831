import type { ListedSource } from './article.ts';
import { escapeHtml } from './html.ts';
import { publisherDomain, publisherName, sourceName } from './publisher.ts';

const link = (url: string, text: string) => `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;

/**
 * One source as a line of HTML: all that the record knows of it, in the few elements that every feed reader keeps.
 * The story's page and the feeds show the same line.
 */
export function sourceLine(source: ListedSource): string {
  const { author, publisher, datePublished, isAccessibleForFree, quote, archivedAt, accessed, url } = source;
  const authors = author.map(({ name }) => escapeHtml(name)).join(', ');
  const domain = publisherDomain({ url, publisher: null });
  const name = publisherName(source);
  const facts = [
    // A title alone would not say where it stands.
    source.name !== null && name !== source.name
      ? escapeHtml(name === domain ? name : `${name} (${domain})`)
      : '',
    publisher?.ownership ? escapeHtml(publisher.ownership) : '',
    datePublished ? escapeHtml(datePublished.slice(0, 10)) : '',
    isAccessibleForFree === false ? 'subscription needed' : '',
    accessed ? `read ${escapeHtml(accessed.slice(0, 10))}` : '',
  ].filter(Boolean);
  return [
    `${authors ? `${authors}: ` : ''}${link(url, sourceName(source))}${facts.map((fact) => `, ${fact}`).join('')}.`,
    quote
      ? `<q>${[quote.prefix, quote.exact, quote.suffix].flatMap((part) => (part ? escapeHtml(part) : [])).join(' ')}</q>`
      : '',
    archivedAt ? `${link(archivedAt, 'Archived copy')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
