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
  body: Buffer;
  /** How many are sent at once. */
  atOnce: number;
  /** The statuses that the answers may have. */
  statuses: readonly number[];
}

const SENTENCE = 'The council approved the budget of 4.2 million on Tuesday after a long debate. ';
const sourceOf = (number: number) => `https://source-${number}.example/report`;

/** The fields and the analysis of drafts that take the longest. The last is longer than a story may be. */
export const DRAFTS: Readonly<Record<string, { fields?: string; analysis: string }>> = {
  '99,000 brackets': { analysis: '['.repeat(99_000) },
  '24,000 points': { analysis: '- a\n'.repeat(24_000) },
  '100 sources': {
    fields: `citation:\n${Array.from({ length: 100 }, (_, number) => `  - url: ${sourceOf(number)}\n    name: Report ${number}\n`).join('')}`,
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
  (what: string, body: string): Hostile => ({
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

/** What somebody who is signed in may open. */
export const signedIn = ({ cookie, drafts }: Session): Hostile[] =>
  Object.keys(DRAFTS).flatMap((what) => {
    const path = drafts[what] as string;
    return [
      page(`the page of a draft of ${what}, signed in`, `${path}/page`, { Cookie: cookie }),
      page(`the editor of a draft of ${what}, signed in`, path, { Cookie: cookie }),
    ];
  });

export const allRequests = (session: Session): Hostile[] => [
  readers,
  ...strangers(),
  ...signedOut(session),
  ...signedIn(session),
];
