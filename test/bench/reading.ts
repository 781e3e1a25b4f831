import type { Module } from './build.ts';
import { load, type Rate } from './load.ts';
import { documentAt, readerOf } from './newsroom.ts';
import { interleave } from './rounds.ts';
import { openRuntime, type Worker } from './runtime.ts';
import type { Scale } from './scale.ts';
import type { PlainStory } from './stories.ts';

/** What readers ask for most. */
export const DOCUMENTS = {
  rss: '/rss.xml',
  atom: '/atom.xml',
  json: '/feed.json',
  page: '/stories/story-0',
} as const;
export type DocumentName = keyof typeof DOCUMENTS;
const NAMES = Object.keys(DOCUMENTS) as DocumentName[];

export type Subject =
  | DocumentName
  | `bare ${DocumentName}`
  | `unchanged ${DocumentName}`
  | 'bare unchanged'
  | 'dressed rss'
  | 'dressed unchanged'
  | 'simple'
  | 'stream';

export interface Reading {
  rates: Record<Subject, Rate[]>;
  /** What each document weighs, in bytes. */
  bytes: Record<DocumentName, number>;
}

/** The programs that requests per second are measured of. */
export interface Readers {
  program: Module[];
  constant: Module;
  dressed: Module;
  notModified: Module;
  simple: Module;
  stream: Module;
}

/** Each feed and a story's page, warm, and what a 304 costs; against what answers with the same bytes and does nothing else. */
export async function measureReading(
  state: string,
  { program, constant, dressed, notModified, simple, stream }: Readers,
  scale: Scale,
  advance: () => void,
): Promise<Reading> {
  const fetched = await openRuntime([readerOf('reader', program)], { state });
  const documents = new Map<DocumentName, Awaited<ReturnType<typeof documentAt>>>();
  for (const name of NAMES) documents.set(name, await documentAt(fetched, 'reader', DOCUMENTS[name]));
  const url = `${fetched.urlOf('reader')}${DOCUMENTS.rss}`;
  const answers = [
    await answerAt(url),
    await answerAt(url, { 'If-None-Match': documents.get('rss')?.etag ?? '' }),
  ];
  await fetched.stop();
  const document = (name: DocumentName) =>
    documents.get(name) as { body: Uint8Array<ArrayBuffer>; etag: string };

  const bare = NAMES.map(
    (name): Worker => ({
      name: `bare ${name}`,
      modules: [constant, { type: 'Data', path: 'body', contents: document(name).body }],
    }),
  );
  const runtime = await openRuntime(
    [
      readerOf('reader', program),
      ...bare,
      { name: 'bare unchanged', modules: [notModified] },
      ...['dressed rss', 'dressed unchanged'].map(
        (name, index): Worker => ({
          name,
          modules: [
            dressed,
            { type: 'Data', path: 'body', contents: document('rss').body },
            { type: 'Data', path: 'answer', contents: JSON.stringify(answers[index]) },
          ],
        }),
      ),
      { name: 'simple', modules: [simple], kv: { RECORDS: 'records' } },
      { name: 'stream', modules: [stream], kv: { DOCUMENTS: 'documents' } },
    ],
    { state },
  );
  await keepRecords(runtime, document('rss').body);
  const { seconds } = scale;
  const measure = async (subject: Subject) => {
    const [kind, name] = subject.split(' ') as [string, DocumentName | undefined];
    const url = (worker: string, path = '/') => `${runtime.urlOf(worker)}${path}`;
    const rate = await (kind === 'unchanged' && name
      ? load(runtime, url('reader', DOCUMENTS[name]), {
          seconds,
          status: 304,
          headers: { 'If-None-Match': document(name).etag },
        })
      : kind in DOCUMENTS
        ? load(runtime, url('reader', DOCUMENTS[kind as DocumentName]), { seconds, status: 200 })
        : load(runtime, url(subject), { seconds, status: subject.endsWith(' unchanged') ? 304 : 200 }));
    advance();
    return rate;
  };
  const subjects: Subject[] = [
    ...NAMES.flatMap((name): Subject[] => [name, `bare ${name}`]),
    ...NAMES.map((name): Subject => `unchanged ${name}`),
    'bare unchanged',
    'dressed rss',
    'dressed unchanged',
    'simple',
    'stream',
  ];
  try {
    const rates = await interleave(subjects, scale.rounds, measure);
    const bytes = Object.fromEntries(NAMES.map((name) => [name, document(name).body.byteLength]));
    return { rates, bytes: bytes as Record<DocumentName, number> };
  } finally {
    await runtime.stop();
  }
}

/** An answer's status and headers, but for those that the runtime makes for each. */
async function answerAt(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  const own = [...response.headers].filter(
    ([name]) => !/^(date|connection|keep-alive|content-length|transfer-encoding)$/.test(name),
  );
  return { status: response.status, headers: Object.fromEntries(own) };
}

/** The feed's entries as a simple implementation keeps them, and the feed as it is sent. */
async function keepRecords(runtime: Awaited<ReturnType<typeof openRuntime>>, rss: Uint8Array): Promise<void> {
  const feed = await documentAt(runtime, 'reader', DOCUMENTS.json);
  const { items } = JSON.parse(new TextDecoder().decode(feed.body)) as {
    items: { url: string; title: string; summary: string; content_html: string; date_published: string }[];
  };
  const records = await runtime.kv('simple', 'RECORDS');
  for (const { url, title, summary, content_html: content, date_published: date } of items) {
    const record: PlainStory = { title, link: url, description: summary, content, date };
    await records.put(`story:${url}`, JSON.stringify(record));
  }
  await (await runtime.kv('stream', 'DOCUMENTS')).put('rss', new TextDecoder().decode(rss));
}
