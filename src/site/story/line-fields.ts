import type * as z from 'zod';
import type { Messages } from '../../language/messages.ts';
import { oneLine } from './fields.ts';

/** A field of a story that is a line of text. Each member says how it shows in one place, and the compiler asks for all of them. */
interface LineField {
  schema: z.ZodType<string>;
  /** What it states, for the JSON Schema of the record and for programs that read feeds. */
  about: string;
  /** Its name for readers, before the value on the story's page and in its history. */
  name: (messages: Messages) => string;
  /** How the newsroom's editor shows it. */
  editor: { label: string; hint: string };
  /** Its element in RSS and Atom. */
  xml: { name: `${string}:${string}`; namespace: string };
  /** Its member in an item of JSON Feed. */
  json: `_${string}`;
  /** What it is in schema.org's NewsArticle. */
  schemaOrg: (value: string) => Record<string, unknown>;
  /** Its name in the front matter of a story that moves out to Hugo, Jekyll or Eleventy. Other systems have no place for it. */
  frontMatter: string;
}

/**
 * The fields of a story that are a line of text. To add one, write a row, and its name for readers in every language: the row is all that
 * schema, page, history, feeds, JSON-LD, exports, editor and moving out need to know.
 */
export const LINE_FIELDS = {
  contentLocation: {
    schema: oneLine(200),
    about: 'The place that the story is about, as readers call it',
    name: ({ storyHistory }) => storyHistory.place,
    editor: { label: 'Place', hint: 'Where it happened, if the story is about a place' },
    xml: { name: 'dcterms:spatial', namespace: 'http://purl.org/dc/terms/' },
    json: '_contentLocation',
    schemaOrg: (name) => ({ contentLocation: { '@type': 'Place', name } }),
    frontMatter: 'location',
  },
  series: {
    // Its name is in addresses, and in the keys of KV, which may have 512 bytes.
    schema: oneLine(80).refine((name) => encodeURIComponent(name.toWellFormed()).length <= 400, {
      error: 'is too long for an address: shorten it',
    }),
    about:
      'The series, or the developing story, that the story belongs to, under the same name in each of its stories',
    name: ({ series }) => series,
    editor: {
      label: 'Series',
      hint: 'The same name in each of its stories',
    },
    xml: { name: 'dcterms:isPartOf', namespace: 'http://purl.org/dc/terms/' },
    json: '_series',
    schemaOrg: (name) => ({ isPartOf: { '@type': 'CreativeWorkSeries', name } }),
    frontMatter: 'series',
  },
} as const satisfies Record<string, LineField>;

export type LineFieldName = keyof typeof LINE_FIELDS;

export const LINE_FIELD_NAMES = Object.keys(LINE_FIELDS) as LineFieldName[];

/** Returns the declaration of a row's namespace, as attributes of its element: a feed has it only where it has the element. */
export const namespaceOf = ({ name, namespace }: LineField['xml']): Record<string, string> => ({
  [`xmlns:${name.slice(0, name.indexOf(':'))}`]: namespace,
});

/** The line fields of a story, each null if it is not stated. */
export type LineValues = Record<LineFieldName, string | null>;

/** Lists the line fields that a story states, each with its row. */
export const statedLines = (story: Partial<LineValues>): { row: LineField; name: string; value: string }[] =>
  LINE_FIELD_NAMES.flatMap((name) => {
    const value = story[name] ?? null;
    return value === null ? [] : [{ row: LINE_FIELDS[name], name, value }];
  });
