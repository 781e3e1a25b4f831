import { TOKEN } from '../bench/runtime.ts';

// What somebody may send to keep the server busy: to whom, how long, and what the answer may be.

/** What the newsroom knows of who is signed in, and the drafts that they have written. */
export interface Session {
  cookie: string;
  /** The cookie of a session that has ended. */
  ended: string;
  /** The paths of drafts by what is in them. */
  drafts: Readonly<Record<string, string>>;
}

export interface Hostile {
  what: string;
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  /** Each request has another number in place of `NUMBER`. */
  body: Buffer;
  /** How many are sent at once. */
  atOnce: number;
  /** The statuses that the answers may have. */
  statuses: readonly number[];
  /** Whether it is only over once what it published is in KV. */
  isPublished?: boolean;
}

/** What stands in a body for the number of its request. */
export const NUMBER = '{number}';

const SENTENCE = 'The council approved the budget of 4.2 million on Tuesday after a long debate. ';
const sourceOf = (number: number) => `https://source-${number}.example/report`;

const sources = (count: number, field = '') =>
  `citation:\n${Array.from({ length: count }, (_, number) => `  - url: ${sourceOf(number)}\n    name: Report ${number}\n${field}`).join('')}`;

/** The fields and the analysis of drafts that take the longest. The last is longer than a story may be. */
export const DRAFTS: Readonly<Record<string, { fields?: string; analysis: string }>> = {
  '99,000 brackets': { analysis: '['.repeat(99_000) },
  '24,000 points': { analysis: '- a\n'.repeat(24_000) },
  '12,000 rows': { analysis: `|a|b|c|\n|-|-|-|\n${'|a|b|c|\n'.repeat(12_000)}` },
  '500 wrong sources': { fields: sources(500, '    kind: rumour\n'), analysis: 'What we think.' },
  '100 sources': {
    fields: sources(100),
    analysis: Array.from(
      { length: 100 },
      (_, number) => `${SENTENCE.repeat(11)}([source](${sourceOf(number)}))\n\n`,
    ).join(''),
  },
  '480,000 brackets': { analysis: '['.repeat(480_000) },
};

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const MESSAGE = { 'Content-Type': 'multipart/form-data; boundary=b' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

const part = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

const to =
  (path: string, headers: Record<string, string>, ...statuses: number[]) =>
  (what: string, body: string | Buffer): Hostile => ({
    what,
    method: 'POST',
    path,
    headers,
    body: Buffer.from(body),
    atOnce: 20,
    statuses,
  });

const page = (what: string, path: string, headers: Record<string, string> = {}): Hostile => ({
  what,
  method: 'GET',
  path,
  headers,
  body: Buffer.alloc(0),
  atOnce: 1,
  statuses: [200],
});

/** For comparison: harmless requests. */
export const readers: Hostile = { ...page('the feed, by as many readers', '/rss.xml'), atOnce: 20 };

/** What a stranger may send, without a session or a token. */
export function strangers(): Hostile[] {
  const form = to('/newsroom/drafts', FORM, 401);
  const message = to('/newsroom/pictures', MESSAGE, 401);
  return [
    form('a form of 19,500 fields', 'a=b&'.repeat(19_500)),
    form('a form of 9,500 fields', 'a=b+c&'.repeat(9_500)),
    form('a form of 200 fields of 2,000 words', `a=${'b+'.repeat(2000)}&`.repeat(200)),
    form('a text of 6 MB', `articleBody=${'x+'.repeat(2_950_000)}`),
    form('a text of 6 MB, percent-encoded', `articleBody=x+${'%E6'.repeat(1_900_000)}`),
    form('a form of 9 MB', `articleBody=${'x'.repeat(9_000_000)}`),
    message('190,000 parts', `${part('a', '').repeat(190_000)}--b--\r\n`),
    message('a file of 9 MB', `${part('picture"; filename="a.jpg', 'x'.repeat(9_000_000))}--b--\r\n`),
    to('/newsroom/invitation', FORM, 413)('a link’s form of 6 MB', `token=${'x'.repeat(5_900_000)}`),
    to('/newsroom/sign-in/passkey', JSON_TYPE, 400, 413)('sign-in JSON of 6 MB', '['.repeat(5_900_000)),
    to('/newsroom/sign-in/passkey', JSON_TYPE, 400, 413)('sign-in JSON of 60 kB', '['.repeat(60_000)),
    to('/hub', FORM, 400)('a hub’s form of 8 kB', `${'hub.mode=&'.repeat(800)}`),
    to('/hub', FORM, 413)('a hub’s form of 6 MB', `hub.topic=${'x'.repeat(5_900_000)}`),
    to('/api/stories', {}, 401)('an import of 6 MB without a token', 'x'.repeat(5_900_000)),
    to(
      `/websub/${'0'.repeat(64)}`,
      FORM,
      410,
    )('a delivery of 2 MB that nobody asked for', 'x'.repeat(1_900_000)),
  ];
}

/** What somebody may send whose session has ended, and gets back. */
export function signedOut({ ended }: Session): Hostile[] {
  const form = to('/newsroom/drafts', { ...FORM, Cookie: ended }, 401, 413);
  return [
    form('a form of 9,500 fields, after the session', 'a=b+c&'.repeat(9_500)),
    form('a text of 6 MB, after the session', `articleBody=${'x+'.repeat(2_950_000)}`),
  ];
}

/** The largest JPEG, of which every second byte has to be looked at. */
function largestPicture(): Buffer {
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
  const head = Buffer.from([0xff, 0xd8, ...frame, ...scan]);
  return Buffer.concat([head, Buffer.alloc(9_999_000, Buffer.from([0xff, 0])), Buffer.from([0xff, 0xd9])]);
}

/** A story in more scopes than any other: a hundred sources, thirty topics. */
const widestStory = () => ({
  slug: 'the-widest-story',
  headline: `The widest story ${NUMBER}`,
  abstract: 'What happened.',
  inLanguage: 'en',
  datePublished: '2026-01-01T08:00:00Z',
  author: [{ name: 'Ann Example' }],
  keywords: Array.from({ length: 30 }, (_, number) => `topic-${number}`),
  citation: Array.from({ length: 100 }, (_, number) => ({ url: sourceOf(number), name: `Report ${number}` })),
  articleBody: DRAFTS['100 sources']?.analysis,
  provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } },
});

/** What somebody who is signed in may open and send. */
export function signedIn({ cookie, drafts }: Session): Hostile[] {
  const Cookie = cookie;
  const [head, foot] = part('picture"; filename="a.jpg', NUMBER).split(NUMBER) as [string, string];
  const file = Buffer.concat([Buffer.from(head), largestPicture(), Buffer.from(`${foot}--b--\r\n`)]);
  const send = to('/newsroom/pictures', { ...MESSAGE, Cookie }, 303);
  const publish = to('/api/stories?replace=true', { Authorization: `Bearer ${TOKEN}` }, 200);
  return [
    ...Object.keys(DRAFTS).flatMap((what) => {
      const path = drafts[what] as string;
      return [
        page(`the page of a draft of ${what}, signed in`, `${path}/page`, { Cookie }),
        page(`the editor of a draft of ${what}, signed in`, path, { Cookie }),
      ];
    }),
    {
      ...page('the page of a draft of 100 sources, signed in', `${drafts['100 sources']}/page`, { Cookie }),
      atOnce: 10,
    },
    { ...send('the largest picture, signed in', file), atOnce: 1 },
    {
      ...publish('the widest story, until it is in KV', JSON.stringify(widestStory())),
      atOnce: 1,
      isPublished: true,
    },
  ];
}

export const allRequests = (session: Session): Hostile[] => [
  readers,
  ...strangers(),
  ...signedOut(session),
  ...signedIn(session),
];
