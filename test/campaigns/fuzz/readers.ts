import assert from 'node:assert/strict';
import type { LogEvent } from '../../../src/lib/log.ts';
import { editionOf } from '../../edition-of.ts';
import { desk, EDITOR, STORAGE, WIRE_ENV } from './desk.ts';
import { aRecord, aStory, program, site } from './documents.ts';
import { ask } from './site.ts';

// Every parser of input from outside, with the longest input it gets.

/** Parses input from outside. */
export interface Reader {
  name: string;
  /** The maximum length of its input, in characters. */
  limit: number;
  read: (input: string) => unknown;
  /** Text before and after the input, so that a parser cannot trim it away. */
  around?: [string, string];
}

const plain = aStory(aRecord());
const FRONT_MATTER = 'headline: A\nabstract: A\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z';
const headersOf = (name: string, value: string) => new Headers({ [name]: value.replace(/[^ -~]/g, '?') });
const validators = { etag: 'W/"a"', lastModified: new Date(0) };

/** Renders a story with this analysis to all documents. */
function renderAll(articleBody: string): void {
  const article = program.makeArticle({ ...plain, articleBody }, 'tag:news.example,2026:stories/a-story');
  const edition = editionOf([program.toEntry(article)]);
  program.renderStoryPage({ ...article, related: [] }, site);
  program.renderRss(edition, site);
  program.renderAtom(edition, site);
  program.renderJsonFeed(edition, site);
  program.articleToMarkdown(article, site);
  program.renderBibtex(program.sourceReferences(article));
}

/** Imports one line of NDJSON. */
async function importLine(line: string): Promise<void> {
  const body = new Blob([line.replaceAll('\n', ' ')]).stream();
  const log = ({ error }: LogEvent) => assert.fail(String(error));
  const options = {
    storage: STORAGE,
    env: WIRE_ENV,
    actor: EDITOR.actor,
    isReplacing: true,
    policy: 'require' as const,
    log,
  };
  await new Response(program.importStories(body, desk as never, options)).text();
}

const storedArticle = {
  ...program.makeArticle(plain, 'tag:news.example,2026:stories/a-story'),
  related: [],
};

/** Parses an untrusted KV value as every kind of value. */
async function readStored(json: string): Promise<void> {
  const value = { json, isTrusted: false };
  const kinds = [
    () => program.parseStoredStory('a-story', value, site),
    () => program.parseEdition('all', value, () => undefined),
    () => program.parseArchivePage('all', 1, value),
    () => program.parseDirectory(1, value),
  ];
  for (const read of kinds) {
    try {
      await read();
    } catch (error) {
      assert.ok(error instanceof program.BrokenValue, String(error));
    }
  }
}

const DRAFT = { policy: 'warn', share: null, zone: 'Europe/Berlin', isApproved: false } as never;

/** Reads a draft as the editor's pages do: checks it, fills in its form, and writes the form back. */
function editDraft(text: string): void {
  program.checkDraft(program.inEnglish, text, 'a-draft', DRAFT);
  const file = program.readAuthorFile(text);
  if (!file.ok) return;
  const context = { zone: 'Europe/Berlin', topics: [] };
  program.writeDraft(file, program.showDraft(file, context), context);
}

/** Shows a draft as readers would see it. */
function previewDraft(text: string): void {
  const file = program.readAuthorFile(text);
  if (!file.ok) return;
  const story = program.readableStory(
    program.inEnglish,
    file.record,
    file.parts.body,
    'a-draft',
    '2026-03-04T09:30:00Z',
  );
  if (!story) return;
  const made = program.makeStorableArticle(story, 'tag:news.example,2026:stories/a-story');
  if (!made.ok) return;
  const unfinished = { language: 'en', title: '', faults: [] };
  program.renderDraftStoryPage(made.value, unfinished, site);
  program.renderDraftFeedPage(made.value, unfinished, site);
}

/** Compares two versions of a draft, and follows a note from one to the other. */
function reviewDraft(text: string): void {
  const after = `${text.slice(0, text.length / 2)} and more ${text.slice(text.length / 2)}`;
  program.splitText(text);
  program.changeBetween(text, after);
  program.compareTexts(text, after, 'en');
  program.findOnly(text, text.slice(10, 60));
  program.followPassages(text, after)({ start: 10, end: 20 } as never);
}

export const readers: readonly Reader[] = [
  {
    name: 'an analysis',
    limit: 100_000,
    read: (text) => program.parseStoryFile(`---\n${FRONT_MATTER}\n---\n${text}`, 'a'),
  },
  { name: 'an analysis, rendered', limit: 50_000, read: renderAll },
  ...(
    [
      ['edited', editDraft],
      ['previewed', previewDraft],
      ['reviewed', reviewDraft],
    ] as const
  ).flatMap(([verb, read]): Reader[] => [
    {
      name: `a draft’s analysis, ${verb}`,
      limit: 100_000,
      around: [`---\n${FRONT_MATTER}\n---\n`, ''],
      read,
    },
    { name: `a draft’s front matter, ${verb}`, limit: 40_000, around: ['---\n', '\n---\nA'], read },
    {
      name: `a draft’s TL;DR, ${verb}`,
      limit: 20_000,
      around: ['---\nheadline: A\nabstract: ', '\n---\nA'],
      read,
    },
  ]),
  {
    name: 'front matter',
    limit: 40_000,
    read: (text) => program.parseStoryFile(`---\n${text}\n---\nA`, 'a'),
  },
  {
    name: 'a value of front matter',
    limit: 20_000,
    read: (text) => program.parseStoryFile(`---\nheadline: ${text}\n---\nA`, 'a'),
  },
  { name: 'a record', limit: 200_000, read: (text) => program.parseStoryJson(text) },
  {
    name: 'a headline',
    limit: 200_000,
    read: (headline) => program.parseStoryJson(JSON.stringify(aRecord({ headline }))),
  },
  { name: 'a URL', limit: 100_000, read: (url) => program.webUrl.safeParse(`https://a.example/${url}`) },
  {
    name: 'a URL to embed',
    limit: 100_000,
    read: (url) => program.slugOfStoryUrl(`${site.url}/stories/${url}`, site),
  },
  { name: 'a WebSub topic', limit: 16_000, read: (url) => program.parseTopic(`${site.url}/${url}`, site) },
  {
    name: 'a hub form',
    limit: 8192,
    read: (form) => {
      try {
        program.parseSubscriptionRequest(form, { site, isLoopbackAllowed: false }, 0);
      } catch (error) {
        assert.ok(error instanceof program.InvalidRequest);
      }
    },
  },
  ...['If-None-Match', 'If-Match', 'If-Modified-Since', 'If-Unmodified-Since'].map((name) => ({
    name,
    limit: 64_000,
    read: (value: string) => program.evaluatePreconditions(headersOf(name, value), validators),
  })),
  { name: 'Accept', limit: 64_000, read: (value) => program.prefersMarkdown(value) },
  {
    name: 'a table row',
    limit: 40_000,
    around: ['a | b\n---|---\na ', ' b'],
    read: (articleBody) => program.parseStoryJson(JSON.stringify(aRecord({ articleBody }))),
  },
  // Parsed for the metrics of feed readers.
  { name: 'User-Agent', limit: 64_000, read: (value) => program.parseAgent(value) },
  {
    name: 'User-Agent of a browser',
    limit: 64_000,
    around: ['Mozilla/5.0 (', ')'],
    read: program.parseAgent,
  },
  ...[
    ['a JPEG', '\xff\xd8\xff'],
    ['the pixels of a JPEG', '\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x02'],
    ['a PNG', '\x89PNG\r\n\x1a\n'],
    ['a WebP', 'RIFF\0\0\x01\0WEBPVP8X'],
    ['an AVIF', '\0\0\0\x14ftypavif\0\0\0\0avif'],
    ['a GIF', 'GIF89a\x01\0\x01\0\0\0\0'],
  ].map(
    ([name = '', head = '']): Reader => ({
      name,
      limit: 200_000,
      around: [head, ''],
      read: (text) => program.cleanPicture(Buffer.from(text, 'latin1')),
    }),
  ),
  {
    name: 'the bytes of a picture',
    limit: 200_000,
    around: [
      `{"picture":{"url":"/media/${'0'.repeat(64)}.jpg","width":1,"height":1,"bytes":1,"name":"a","by":"a","at":"2026-03-04T09:30:00Z","data":"`,
      '"}}',
    ],
    read: importLine,
  },
  { name: 'a line of an import', limit: 200_000, read: importLine },
  {
    name: 'an exported story',
    limit: 200_000,
    around: ['{"exported":', '}'],
    read: importLine,
  },
  {
    name: 'a revision of an exported story',
    limit: 200_000,
    around: ['{"exported":{"revisions":[', '{}]}}'],
    read: importLine,
  },
  { name: 'a KV value', limit: 200_000, read: readStored },
  ...['identifier', 'headline', 'articleBody', 'rendering'].map((name) => ({
    name: `${name} of a story in KV`,
    limit: 50_000,
    read: (text: string) => readStored(JSON.stringify({ ...storedArticle, [name]: text })),
  })),
  {
    name: 'entries of an edition in KV',
    limit: 200_000,
    around: ['{"scope":"all","count":1,"updated":"2026-03-04T09:30:00Z","entries":[', '{}]}'] as [
      string,
      string,
    ],
    read: readStored,
  },
  {
    name: 'sources of a directory in KV',
    limit: 200_000,
    read: (text) => readStored(JSON.stringify({ topics: [], sources: [text] })),
  },
  // Between two letters, because header values are trimmed.
  ...['A-IM', 'Accept', 'User-Agent', 'Content-Type', 'Authorization', 'CF-Connecting-IP', 'Cookie'].map(
    (name) => ({
      name: `a request’s ${name}`,
      limit: 64_000,
      around: ['a', 'a'] as [string, string],
      read: (value: string) =>
        Promise.all([
          ask(new Request(`${site.url}/atom.xml`, { headers: headersOf(name, value) })),
          ask(new Request(`${site.url}/api/status`, { headers: headersOf(name, value) })),
          ask(new Request(`${site.url}/hub`, { method: 'POST', headers: headersOf(name, value) })),
        ]),
    }),
  ),
  ...['', 'stories/', 'topics/', 'sources/', 'oembed?url=', 'stories/a-story/cite.bib?of='].map((path) => ({
    name: `a request’s URL /${path}…`,
    limit: 16_000,
    around: ['a', 'a'] as [string, string],
    read: (rest: string) =>
      ask(new Request(`${site.url}/${path}${rest.replace(/[?#]/g, encodeURIComponent)}`)),
  })),
];
