import { toPrintable } from '../lib/characters.ts';
import type { Reference } from './reference.ts';

interface CslDate {
  /** One list of year, month and day, as far as they are known. */
  'date-parts': [number[]];
}

/** An item of CSL-JSON, https://github.com/citation-style-language/schema (csl-data.json). */
interface CslItem {
  id: string;
  type: 'article-newspaper' | 'webpage';
  title?: string;
  author?: { literal: string }[];
  'container-title'?: string;
  issued?: CslDate;
  accessed?: CslDate;
  URL: string;
  language?: string;
  abstract?: string;
  note?: string;
}

const date = (text: string): CslDate => ({ 'date-parts': [text.split('-').map(Number)] });

function item(reference: Reference): CslItem {
  const { key, kind, title, author, container, published, accessed, url, language, abstract, note } =
    reference;
  return {
    id: key,
    type: kind === 'news' ? 'article-newspaper' : 'webpage',
    ...(title === null ? {} : { title }),
    ...(author.length === 0 ? {} : { author: author.map((name) => ({ literal: name })) }),
    ...(container === null ? {} : { 'container-title': container }),
    ...(published === null ? {} : { issued: date(published) }),
    ...(accessed === null ? {} : { accessed: date(accessed) }),
    URL: url,
    ...(language === null ? {} : { language }),
    ...(abstract === null ? {} : { abstract }),
    ...(note === null ? {} : { note }),
  };
}

/** The references as CSL-JSON. Text is as it was written: CSL has no escape for a `<b>` that is meant as such. */
export const renderCsl = (references: readonly Reference[]): string =>
  `${toPrintable(JSON.stringify(references.map(item), null, 2))}\n`;
