import {
  type BuiltWorkers,
  constantWorker,
  ownHeaders,
  simpleWorker,
  storeDocuments,
  streamWorker,
} from '../bare.ts';
import { DOCUMENTS, type DocumentName, type Documents, NAMES } from '../documents.ts';
import { load, type Rate } from '../load.ts';
import { readerOf } from '../newsroom.ts';
import { forEachVersion, type Program, type Version, type Versions } from '../programs.ts';
import { interleave } from '../rounds.ts';
import { openRuntime, type Runtime, type Worker } from '../runtime.ts';
import type { Scale } from '../scale.ts';

/** A request to the program: for the whole document, or a conditional one that gets a 304. */
export type ReaderRequest = DocumentName | `unchanged ${DocumentName}`;

/**
 * The answers of bare Workers: the same bytes, plain, compressed, or compressed with the program's headers and from a class; a 304
 * with them, from an object or a class; RSS streamed from KV; RSS rendered by the simple implementation.
 */
export type BareAnswer =
  | `plain ${DocumentName}`
  | `compressed ${DocumentName}`
  | `class ${DocumentName}`
  | 'unchanged'
  | 'unchanged, class'
  | 'stream'
  | 'simple';

export type Subject = `${Version} ${ReaderRequest}` | `bare ${BareAnswer}`;

/** The size of a document as sent and inflated, in bytes. */
export interface Weight {
  sent: number;
  inflated: number;
}

export interface Reading {
  /** Rates of the earlier program exist only if it was measured. */
  rates: Record<Exclude<Subject, `before ${string}`>, Rate[]> & Partial<Record<Subject, Rate[]>>;
  weights: Versions<Record<DocumentName, Weight>>;
}

const READER_REQUESTS: ReaderRequest[] = [
  ...NAMES,
  ...NAMES.map((name): ReaderRequest => `unchanged ${name}`),
];

/** How many loads `measureReading` runs in a round. */
export const loadsOf = (versions: number) => versions * READER_REQUESTS.length + 3 * NAMES.length + 4;

function bareWorkers(built: BuiltWorkers, documents: Documents): Map<BareAnswer, Worker> {
  const { constant, 'constant-class': constantClass } = built;
  const type = { 'Content-Type': 'application/octet-stream' };
  const unchanged = { status: 304, headers: ownHeaders(documents.rss.unchanged) };
  const workers = new Map<BareAnswer, Worker>();
  for (const name of NAMES) {
    const { answer, body, compressed } = documents[name];
    workers.set(`plain ${name}`, constantWorker(`plain ${name}`, constant, { headers: type, body }));
    workers.set(
      `compressed ${name}`,
      constantWorker(`compressed ${name}`, constant, {
        headers: { ...type, 'Content-Encoding': 'gzip' },
        body: compressed,
      }),
    );
    workers.set(
      `class ${name}`,
      constantWorker(`class ${name}`, constantClass, {
        headers: { ...ownHeaders(answer), 'Content-Encoding': 'gzip' },
        body: compressed,
      }),
    );
  }
  workers.set('unchanged', constantWorker('unchanged', constant, unchanged));
  workers.set('unchanged, class', constantWorker('unchanged-class', constantClass, unchanged));
  workers.set('stream', streamWorker('stream', built, 'rss'));
  workers.set('simple', simpleWorker(built));
  return workers;
}

const isUnchanged = (subject: string) => subject.includes('unchanged');

/** Measures each feed, a story's page and their 304s, all warm, and bare Workers that answer with the same bytes. */
export async function measureReading(
  programs: Versions<Program>,
  documents: Versions<Documents>,
  built: BuiltWorkers,
  { rounds, load: amount }: Scale,
  advance: () => void,
): Promise<Reading> {
  const bare = bareWorkers(built, documents.now);
  const opened: Runtime[] = [];
  const open = async (workers: Worker[], { state, flags }: Program) => {
    const runtime = await openRuntime(workers, { state, flags });
    opened.push(runtime);
    return runtime;
  };
  try {
    const readers = await forEachVersion(programs, (program) =>
      open([readerOf('reader', program.modules)], program),
    );
    const others = await open([...bare.values()], programs.now);
    await storeDocuments(others, 'stream', documents.now);
    const subjects: Subject[] = [
      ...READER_REQUESTS.flatMap((asked): Subject[] => [
        `now ${asked}`,
        ...(programs.before ? ([`before ${asked}`] as const) : []),
      ]),
      ...Array.from(bare.keys(), (answer): Subject => `bare ${answer}`),
    ];
    const measure = async (subject: Subject): Promise<Rate> => {
      const [who = '', ...words] = subject.split(' ');
      const answer = words.join(' ');
      const status = isUnchanged(answer) ? 304 : 200;
      if (who === 'bare') {
        const { name } = bare.get(answer as BareAnswer) as Worker;
        return load(others, others.urlOf(name), { amount, status });
      }
      const name = words.at(-1) as DocumentName;
      const version = who as Version;
      const runtime = readers[version] as Runtime;
      const headers = status === 304 ? { 'If-None-Match': documents[version]?.[name].etag ?? '' } : {};
      return load(runtime, `${runtime.urlOf('reader')}${DOCUMENTS[name]}`, { amount, status, headers });
    };
    const rates = await interleave(subjects, rounds, async (subject) => {
      const rate = await measure(subject);
      advance();
      return rate;
    });
    const weights = await forEachVersion(documents, async (each) => {
      const weigh = (name: DocumentName): [DocumentName, Weight] => [
        name,
        { sent: each[name].answer.sent.byteLength, inflated: each[name].body.byteLength },
      ];
      return Object.fromEntries(NAMES.map(weigh)) as Record<DocumentName, Weight>;
    });
    return { rates, weights };
  } finally {
    for (const runtime of opened) await runtime.stop();
  }
}
