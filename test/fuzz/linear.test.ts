import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEdition, aRecord, aStory, program, site } from './documents.ts';
import { ask } from './site.ts';

// No input takes more time than its length is worth.

/** What has made parsers slow before, over and over. */
const UNITS = [
  ...[
    '[',
    ']',
    '![',
    '](',
    '[](',
    '([',
    '([a](https://a.example/)',
    '([a](https://a.example/), ',
    '[a][a] ',
    '[a]: b\n',
  ],
  ...[
    '[x]: https://a.example/\n',
    '*',
    '* ',
    '*a ',
    '**a ',
    '_a_',
    '*a_ ',
    '~~',
    '~~a ',
    '`',
    '` ',
    '``a`',
    '```\n',
  ],
  ...[
    '<',
    '<a ',
    '<!--',
    '<a href="',
    '<https://a.example/>',
    '&',
    '&amp;',
    '&#',
    '\\',
    '\\\\(',
    '"',
    "'",
    '(',
    ')',
  ],
  ...[
    '> ',
    '>',
    '- ',
    '- a\n',
    '1. ',
    '1. a\n',
    '# a\n',
    '#',
    '=',
    '-\n',
    'a\n',
    '\n',
    '\r',
    ' ',
    '    ',
    '\t',
    '  \n',
  ],
  ...[
    '|',
    '|a',
    'a | b\n---|---\n',
    '|-',
    ':-:|',
    '| a |\n',
    'a',
    'http://',
    'www.',
    '@',
    'a@a.',
    '.',
    ':',
    ';',
    ',',
  ],
  ...[
    '{',
    '{"a":',
    '[[',
    '%',
    '%25',
    '..',
    '../',
    '//',
    '?',
    '#a',
    '\u0301',
    '人',
    '\u{1F4F0}',
    '\u202E',
    '\u0085',
  ],
  ...[
    'W/"',
    '"a", ',
    'q=0;',
    'text/html;q=0.',
    'hub.mode=',
    '&hub.',
    'a: b\n',
    '- - ',
    '? ',
    '&a ',
    '*a ',
    '!!x ',
    '"\\',
  ],
];

interface Reader {
  name: string;
  /** The longest input that it is given, in characters. */
  limit: number;
  read: (input: string) => unknown;
  /** What stands before and behind the input, so that it is no end of a line that is trimmed. */
  around?: [string, string];
}

const plain = aStory(aRecord());
const FRONT_MATTER = 'headline: A\nabstract: A\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z';
const headersOf = (name: string, value: string) => new Headers({ [name]: value.replace(/[^ -~]/g, '?') });
const validators = { etag: 'W/"a"', lastModified: new Date(0) };

/** A story in each of its documents. */
function publish(articleBody: string): void {
  const article = program.makeArticle({ ...plain, articleBody }, 'tag:news.example,2026:stories/a-story');
  const edition = anEdition([program.toEntry(article)]);
  program.renderStoryPage({ ...article, related: [] }, site);
  program.renderRss(edition, site);
  program.renderAtom(edition, site);
  program.renderJsonFeed(edition, site);
  program.renderMarkdown(article, site);
  program.renderBibtex(program.sourceReferences(article));
}

const READERS: Reader[] = [
  {
    name: 'an analysis',
    limit: 100_000,
    read: (text) => program.parseStoryFile(`---\n${FRONT_MATTER}\n---\n${text}`, 'a'),
  },
  { name: 'an analysis, published', limit: 50_000, read: publish },
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
  { name: 'an address', limit: 100_000, read: (url) => program.webUrl.safeParse(`https://a.example/${url}`) },
  {
    name: 'an address to embed',
    limit: 100_000,
    read: (url) => program.slugOfStoryUrl(`${site.url}/stories/${url}`, site),
  },
  { name: 'a topic', limit: 16_000, read: (url) => program.parseTopic(`${site.url}/${url}`, site) },
  {
    name: 'a form',
    limit: 8192,
    read: (form) => {
      try {
        program.parseRequest(form, { site, isLoopbackAllowed: false }, 0);
      } catch (error) {
        assert.ok(error instanceof program.BadRequest);
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
    name: 'a row of a table',
    limit: 40_000,
    around: ['a | b\n---|---\na ', ' b'],
    read: (articleBody) => program.parseStoryJson(JSON.stringify(aRecord({ articleBody }))),
  },
  // Between two letters, as what is at the end of a value is not seen.
  ...['A-IM', 'Accept', 'Content-Type', 'Authorization', 'CF-Connecting-IP', 'Cookie'].map((name) => ({
    name: `a request’s ${name}`,
    limit: 64_000,
    around: ['a', 'a'] as [string, string],
    read: (value: string) =>
      Promise.all([
        ask(new Request(`${site.url}/atom.xml`, { headers: headersOf(name, value) })),
        ask(new Request(`${site.url}/api/status`, { headers: headersOf(name, value) })),
        ask(new Request(`${site.url}/hub`, { method: 'POST', headers: headersOf(name, value) })),
      ]),
  })),
  ...['', 'stories/', 'topics/', 'sources/', 'oembed?url=', 'stories/a-story/cite.bib?of='].map((path) => ({
    name: `a request’s address /${path}…`,
    limit: 16_000,
    around: ['a', 'a'] as [string, string],
    read: (rest: string) =>
      ask(new Request(`${site.url}/${path}${rest.replace(/[?#]/g, encodeURIComponent)}`)),
  })),
];

/** The least processor time of some runs, in milliseconds: that of this thread, whatever else the machine does. */
async function cost(read: Reader['read'], input: string, runs: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const before = process.threadCpuUsage();
    await read(input);
    const { user, system } = process.threadCpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}

/** Milliseconds below which a difference is none. */
const NOISE = 50;
/** Eight times as long is eight times the time; where it is a square, 64 times. */
const MOST = 32;

for (const { name, limit, read, around: [before, behind] = ['', ''] } of READERS) {
  test(`${name} of any length takes its share of time`, async () => {
    const slow: string[] = [];
    for (const unit of UNITS) {
      const input = (length: number) => `${before}${unit.repeat(Math.floor(length / unit.length))}${behind}`;
      const long = await cost(read, input(limit), 1);
      if (long < NOISE) continue;
      const short = Math.max(await cost(read, input(limit / 8), 7), NOISE / 20);
      const factor = (await cost(read, input(limit), 3)) / short;
      if (factor > MOST)
        slow.push(`${JSON.stringify(unit)}: ${factor.toFixed(0)} times as long (${long.toFixed(0)} ms)`);
    }
    assert.deepEqual(slow, []);
  });
}
