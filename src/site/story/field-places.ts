import type { LineFieldName } from './line-fields.ts';
import type { Story } from './story.ts';

/**
 * Where a field of a story shows. Null: not there. Its Markdown and JSON have every field, and references have what citing needs.
 * The compiler asks for what the history, JSON-LD and the front matter name here; a test looks for the rest.
 */
interface Places {
  page: true | null;
  /** Its elements in RSS and Atom, and its member of an item in JSON Feed. */
  feeds: Record<'rss' | 'atom' | 'json', string | null>;
  /** Its property in the page's JSON-LD. */
  jsonLd: string | null;
  /** The part of the story under which the history tells its changes. */
  history: string | null;
  /** Its member in the front matter of a story that moves out. `move/out/losses.ts` says what other systems lose of it. */
  frontMatter: string | null;
  /** The controls of the editor's form, and what an editor calls each. `*` stands for what a row of a list has. */
  editor: Record<string, string>;
}

/**
 * The fields of a story, except those that are a line of text (`line-fields.ts`). To add one, write its schema in `story.ts` and a row
 * here: the compiler and `test/site/story/field-places.test.ts` then name each place that does not do what the row says.
 */
export const FIELD_PLACES = {
  slug: {
    page: true,
    feeds: { rss: 'link', atom: 'link', json: 'url' },
    jsonLd: 'url',
    history: 'address',
    frontMatter: 'slug',
    editor: { slug: 'Address of the story' },
  },
  formerSlugs: {
    page: null,
    feeds: { rss: null, atom: null, json: null },
    jsonLd: null,
    // They follow from changes of the slug.
    history: null,
    frontMatter: 'aliases',
    // The Desk keeps them.
    editor: {},
  },
  identifier: {
    page: null,
    feeds: { rss: 'guid', atom: 'id', json: 'id' },
    jsonLd: 'identifier',
    // It never changes.
    history: null,
    frontMatter: 'guid',
    editor: {},
  },
  headline: {
    page: true,
    feeds: { rss: 'title', atom: 'title', json: 'title' },
    jsonLd: 'headline',
    history: 'headline',
    frontMatter: 'title',
    editor: { headline: 'Headline' },
  },
  abstract: {
    page: true,
    feeds: { rss: 'description', atom: 'summary', json: 'summary' },
    jsonLd: 'abstract',
    history: 'summary',
    frontMatter: 'description',
    editor: { abstract: 'TL;DR' },
  },
  evidence: {
    page: true,
    feeds: { rss: 'content:encoded', atom: 'content', json: '_evidence' },
    jsonLd: 'interpretedAsClaim',
    history: 'evidence',
    frontMatter: null,
    editor: { 'evidence.*': 'Evidence' },
  },
  articleBody: {
    page: true,
    feeds: { rss: 'content:encoded', atom: 'content', json: 'content_html' },
    jsonLd: null,
    history: 'analysis',
    frontMatter: null,
    editor: { articleBody: 'Analysis' },
  },
  isBasedOn: {
    page: true,
    feeds: { rss: 'atom:link', atom: 'link', json: '_citations' },
    jsonLd: 'isBasedOn',
    history: 'sources',
    frontMatter: null,
    editor: { isBasedOn: 'Sources that the story sums up' },
  },
  citation: {
    page: true,
    feeds: { rss: 'dcterms:references', atom: 'link', json: '_citations' },
    jsonLd: 'citation',
    history: 'sources',
    frontMatter: null,
    editor: { 'source.*': 'Source' },
  },
  inLanguage: {
    page: true,
    feeds: { rss: 'dc:language', atom: 'xml:lang', json: 'language' },
    jsonLd: 'inLanguage',
    history: 'language',
    frontMatter: 'lang',
    editor: { inLanguage: 'Language of the story' },
  },
  translationOfWork: {
    // Pages and feeds show what it means: `translations` of an article, which the Desk finds (`newsroom/desk/ledger/translations.ts`).
    page: null,
    feeds: { rss: null, atom: null, json: null },
    jsonLd: null,
    history: 'original',
    frontMatter: 'translationOf',
    editor: { translationOfWork: 'Translation of' },
  },
  datePublished: {
    page: true,
    feeds: { rss: 'pubDate', atom: 'published', json: 'date_published' },
    jsonLd: 'datePublished',
    history: 'published',
    frontMatter: 'date',
    editor: { 'datePublished.day': 'Publication' },
  },
  dateModified: {
    page: true,
    feeds: { rss: 'atom:updated', atom: 'updated', json: 'date_modified' },
    jsonLd: 'dateModified',
    // It follows from other changes.
    history: null,
    frontMatter: 'lastmod',
    editor: { 'dateModified.day': 'Last change' },
  },
  author: {
    page: true,
    feeds: { rss: 'dc:creator', atom: 'author', json: 'authors' },
    jsonLd: 'author',
    history: 'authors',
    frontMatter: 'authors',
    editor: { author: 'Authors' },
  },
  keywords: {
    page: true,
    feeds: { rss: 'category', atom: 'category', json: 'tags' },
    jsonLd: 'keywords',
    history: 'topics',
    frontMatter: 'tags',
    editor: { keywords: 'Topics', 'keywords.other': 'Other topics' },
  },
  image: {
    page: true,
    feeds: { rss: 'media:content', atom: 'media:content', json: '_image' },
    jsonLd: 'image',
    history: 'picture',
    frontMatter: 'cover',
    editor: {
      'image.url': 'Address of the picture',
      'image.alt': 'Picture, description',
      'image.caption': 'Picture, caption',
      'image.credit': 'Picture, credit',
      'image.width': 'Picture, width',
      'image.height': 'Picture, height',
      'image.encodingFormat': 'Picture, format',
      'image.focus': 'Picture, what thumbnails keep',
    },
  },
  license: {
    page: true,
    feeds: { rss: 'atom:link', atom: 'link', json: null },
    jsonLd: 'license',
    history: 'licence',
    frontMatter: 'license',
    editor: { license: 'Licence' },
  },
  provenance: {
    page: true,
    feeds: { rss: 'ai:disclosure', atom: 'ai:disclosure', json: '_ai' },
    jsonLd: 'hasPart',
    history: 'provenance',
    frontMatter: null,
    editor: {
      'provenance.abstract.digitalSourceType': 'Who wrote the TL;DR',
      'provenance.abstract.model': 'AI that wrote the TL;DR',
      'provenance.abstract.provider': 'Who makes the AI that wrote the TL;DR',
      'provenance.articleBody.digitalSourceType': 'Who wrote the analysis',
      'provenance.articleBody.model': 'AI that wrote the analysis',
      'provenance.articleBody.provider': 'Who makes the AI that wrote the analysis',
    },
  },
  correction: {
    page: true,
    feeds: { rss: 'schema:correction', atom: 'schema:correction', json: '_corrections' },
    jsonLd: 'correction',
    history: 'corrections',
    frontMatter: null,
    editor: { 'correction.*': 'Correction' },
  },
} as const satisfies Record<Exclude<keyof Story, LineFieldName>, Places>;

type Rows = typeof FIELD_PLACES;

/** A field of a story that is no line field. */
export type FieldName = keyof Rows;

/** What the rows say of one place: `NamesIn<'history'>` are the parts of which the history tells changes. */
export type NamesIn<Place extends 'jsonLd' | 'history' | 'frontMatter'> = NonNullable<Rows[FieldName][Place]>;

/** The controls of the editor's form. */
export type Control = { [Name in FieldName]: keyof Rows[Name]['editor'] }[FieldName];
