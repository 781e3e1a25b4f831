import { toPrintable } from '../../lib/characters.ts';
import type { Reference, ReferenceName } from './reference.ts';

interface CslDate {
  /** A list of one date: year, month and day, as far as they are known. */
  'date-parts': [number[]];
}

type CslName = { literal: string } | { family: string; given?: string };

/** An item of CSL-JSON (https://github.com/citation-style-language/schema, csl-data.json). */
interface CslItem {
  id: string;
  type: 'article-newspaper' | 'webpage';
  title?: string;
  author?: CslName[];
  'container-title'?: string;
  issued?: CslDate;
  accessed?: CslDate;
  URL: string;
  language?: string;
  abstract?: string;
  note?: string;
}

const cslDate = (text: string): CslDate => ({ 'date-parts': [text.split('-').map(Number)] });

function cslName(author: ReferenceName): CslName {
  if (typeof author === 'string') return { literal: author };
  const { family, given } = author;
  return given === null ? { family } : { family, given };
}

function cslItem(reference: Reference): CslItem {
  const { key, kind, title, author, container, published, accessed, url, language, abstract, note } =
    reference;
  return {
    id: key,
    type: kind === 'news' ? 'article-newspaper' : 'webpage',
    ...(title === null ? {} : { title }),
    ...(author.length === 0 ? {} : { author: author.map(cslName) }),
    ...(container === null ? {} : { 'container-title': container }),
    ...(published === null ? {} : { issued: cslDate(published) }),
    ...(accessed === null ? {} : { accessed: cslDate(accessed) }),
    URL: url,
    ...(language === null ? {} : { language }),
    ...(abstract === null ? {} : { abstract }),
    ...(note === null ? {} : { note }),
  };
}

/** Renders references as CSL-JSON. Text such as `<b>` is not escaped, because CSL has no escape for it. */
export const renderCsl = (references: readonly Reference[]): string =>
  `${toPrintable(JSON.stringify(references.map(cslItem), null, 2))}\n`;
