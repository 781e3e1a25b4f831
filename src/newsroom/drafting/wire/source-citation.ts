import * as z from 'zod';
import { toPrintable } from '../../../lib/characters.ts';
import { canonicalUrl } from '../../../site/story/fields.ts';
import { languageFaults } from '../../../site/story/parse/language-code.ts';
import { type Citation, citationSchema } from '../../../site/story/story.ts';
import type { ReadSource } from '../../drafts/desk/read-source.ts';
import { speaksToMachines } from './orders.ts';

// What a page says of itself, as far as a story's record may have it.

const { shape } = citationSchema;

/** Returns a value on one line and without characters that a story may not have; other values as they are. */
const cleaned = (value: unknown): unknown => {
  if (typeof value === 'string') return toPrintable(value).replaceAll(/\s+/g, ' ').trim();
  if (Array.isArray(value)) return value.map(cleaned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cleaned(each)]));
};

/** Returns a field if a story may have it; what is not stated, or not of its form, is left out. */
function fieldOf<T extends z.ZodType>(schema: T, value: unknown, otherwise: z.output<T>): z.output<T> {
  const { data } = schema.safeParse(cleaned(value));
  return data === undefined ? otherwise : data;
}

/** Whether a language tag begins with a code, not with a word ("english"). */
const isCode = (inLanguage: string | null) =>
  languageFaults({ inLanguage, citation: [], isBasedOn: [] }).length === 0;

/** The longest name of a publisher. */
const MAX_NAME = 80;
/** Brackets, quotation marks, the end of a sentence, a second number: with these, a text in parentheses could state something. */
const NO_NAME = /[()[\]{}<>（）"“”„«»‹›「」『』]|[.!?;]\s|[。！？；]|\p{Nd}.*\P{Nd}.*\p{Nd}/u;

/**
 * Whether what a page calls its publisher can be a name. The TL;DR has it in parentheses after words that it quotes, where nothing is
 * compared; if it is none, the domain stands there.
 */
const isName = (name: string) =>
  name.length <= MAX_NAME && !speaksToMachines(name) && !NO_NAME.test(name.replaceAll(/\s+/g, ' '));

/** Returns where a source is: the address that its publisher gives, or the one that was asked for if that is no URL. */
function addressOf({ url, finalUrl }: Pick<ReadSource, 'url' | 'finalUrl'>): string {
  const { data } = shape.url.safeParse(finalUrl);
  return data === undefined ? url : canonicalUrl(data);
}

/** Returns what a story's record can say of a source that was read. */
export function citationOf(source: ReadSource): Citation {
  const inLanguage = fieldOf(shape.inLanguage, source.inLanguage, null);
  const { publisher: stated } = source;
  const publisher =
    stated && isName(stated.name)
      ? {
          name: stated.name,
          url: fieldOf(z.nullable(shape.url), stated.url, null),
          ownership: null,
        }
      : null;
  const authors = source.author.slice(0, 20).map(({ name, url }) => ({
    name,
    url: fieldOf(z.nullable(shape.url), url, null),
  }));
  return {
    url: addressOf(source),
    name: fieldOf(shape.name, source.name, null),
    publisher: fieldOf(shape.publisher, publisher, null),
    author: authors.flatMap((author) => fieldOf(shape.author, [author], [])),
    datePublished: fieldOf(shape.datePublished, source.datePublished, null),
    inLanguage: isCode(inLanguage) ? inLanguage : null,
    isAccessibleForFree: source.isAccessibleForFree,
    kind: null,
    quote: null,
    archivedAt: null,
    linkStatus: null,
    accessed: fieldOf(shape.accessed, source.readAt, null),
  };
}
