import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Newsroom, openNewsroom } from '../websub/newsroom.ts';
import { until } from '../websub/subscriber.ts';
import { AtprotoServer, sendError } from './atproto-server.ts';

// The newsroom's records on ATProto, at a server on this machine that refuses what breaks their lexicons.

const [DID, OTHER_DID] = ['did:plc:ewvi7nxzyoun6zhxrhs64oiz', 'did:web:other.example'];
const PASSWORD = 'abcd-efgh-ijkl-mnop';
const DOCUMENTS = 'site.standard.document';
const SIGN_IN = 'com.atproto.server.createSession';

const server = new AtprotoServer();
let newsroom: Newsroom;
let count = 0;

before(async () => {
  server.addAccount('news.example', DID, PASSWORD);
  server.addAccount('other.example', OTHER_DID, PASSWORD);
  await server.open();
  // The tests ask for the status more often than one network may.
  newsroom = await openNewsroom({ wrangler: [['limit = 1000, period = 60', 'limit = 100000, period = 60']] });
});
after(async () => {
  await newsroom.stop();
  await server.close();
});
beforeEach(() => {
  server.interfere = () => false;
});

const account = { ATPROTO_HANDLE: '@news.example', ATPROTO_APP_PASSWORD: PASSWORD };

/** Calls the API, and asserts that it did what it was asked. */
async function call(...request: Parameters<Newsroom['call']>): Promise<void> {
  const response = await newsroom.call(...request);
  assert.ok(response.ok, await response.clone().text());
}

const fieldsOf = (slug: string) => ({
  slug,
  headline: `About ${slug}`,
  abstract: 'What happened.',
  articleBody: 'What we think.([a](https://a.example/))',
  inLanguage: 'en',
  datePublished: '2026-01-01T00:00:00Z',
  keywords: ['web-feeds'],
});
const put = (slug: string, fields: Record<string, unknown> = {}) =>
  call('PUT', `/stories/${slug}`, { body: { ...fieldsOf(slug), ...fields } });
/** Changes a story, whatever its revision is. */
const change = (slug: string, fields: Record<string, unknown>) =>
  call('PUT', `/stories/${slug}`, {
    body: { ...fieldsOf(slug), ...fields },
    headers: { 'If-Match': '*' },
  });
const newSlug = () => `record-${++count}`;

interface Status {
  stories: { published: number };
  mirrors: {
    name: string;
    waiting: number;
    refused: number;
    failingSince: string | null;
    isFilling: boolean;
    why: string | null;
  }[];
  standardSite: {
    handle: string;
    publication: string | null;
    records: number;
    pausedUntil: string | null;
  } | null;
  outbox: { depth: number };
  attention: { kind: string; what: string }[];
}
const readStatus = async () => (await newsroom.status()) as unknown as Status;
const mirrorOf = ({ mirrors }: Status) => mirrors.find(({ name }) => name === 'standard.site');

/** Returns the paths that an account's documents name, in order. */
const pathsIn = (did = DID) =>
  server
    .recordsOf(did, DOCUMENTS)
    .map(({ value }) => String(value.path))
    .sort();

/** Waits until the account has exactly the published stories, each once. */
async function untilFollowed(did = DID): Promise<void> {
  await until('the records of the published stories', async () => {
    const status = await readStatus();
    const mirror = mirrorOf(status);
    if (status.outbox.depth > 0 || !mirror || mirror.isFilling || mirror.waiting > 0) return false;
    return status.standardSite?.records === status.stories.published;
  });
  const published = await publishedSlugs();
  assert.deepEqual(pathsIn(did), published.map((slug) => `/stories/${slug}`).sort());
}

/** Returns the slugs of all stories that readers see. */
async function publishedSlugs(): Promise<string[]> {
  const response = await newsroom.call('GET', '/stories?limit=100');
  const { stories } = (await response.json()) as { stories: { slug: string; status: string }[] };
  return stories.filter(({ status }) => status === 'published').map(({ slug }) => slug);
}

const linkIn = (page: string, rel: string) => new RegExp(`<link rel="${rel}" href="([^"]+)"`).exec(page)?.[1];

/** Reads a record as anybody can, by its URI. */
async function readRecord(uri: string): Promise<Record<string, unknown>> {
  const [repo, collection, rkey] = uri.slice('at://'.length).split('/');
  const query = new URLSearchParams({ repo: `${repo}`, collection: `${collection}`, rkey: `${rkey}` });
  const response = await fetch(`${server.url}/xrpc/com.atproto.repo.getRecord?${query}`);
  assert.equal(response.status, 200);
  return ((await response.json()) as { value: Record<string, unknown> }).value;
}

test('without an account, nothing is called, and nothing is named', async () => {
  await put(newSlug());
  await put(newSlug());
  await put(newSlug());
  await call('DELETE', '/stories/record-3?reason=It%20was%20wrong.');
  await until('an empty outbox', async () => (await readStatus()).outbox.depth === 0);
  assert.deepEqual(server.calls, []);
  assert.equal((await readStatus()).standardSite, null);
  assert.equal(
    (await newsroom.feed('/.well-known/site.standard.publication')).type.startsWith('text/html'),
    true,
  );
});

test('with an account, old stories are filled in, and pages name the records as Bluesky checks them', async () => {
  newsroom = await newsroom.restart({ ...account, ATPROTO_SERVICE: server.url });
  await newsroom.runJob();
  await untilFollowed();
  const page = await until('a page with a link', async () => {
    const text = String((await newsroom.feed('/stories/record-1')).body);
    return linkIn(text, DOCUMENTS) === undefined ? undefined : text;
  });
  const document = await readRecord(linkIn(page, DOCUMENTS) ?? '');
  const publication = await readRecord(String(document.site));
  assert.equal(linkIn(page, 'site.standard.publication'), document.site);
  assert.equal(`${publication.url}${document.path}`, `${newsroom.url}/stories/record-1`);
  const named = await until('the name of the publication', async () => {
    const { body, type } = await newsroom.feed('/.well-known/site.standard.publication');
    return type.startsWith('text/plain') && String(body);
  });
  assert.equal(named, document.site);
  assert.ok(String(document.site).startsWith(`at://${DID}/`));
  const { standardSite } = await readStatus();
  assert.deepEqual(standardSite, {
    handle: 'news.example',
    publication: document.site,
    records: 2,
    pausedUntil: null,
  });
});

test('a record follows its story: changed, renamed, withdrawn, restored, merged', async () => {
  const [one, two] = [newSlug(), newSlug()];
  await put(one);
  await put(two);
  await untilFollowed();
  const uriOf = (slug: string) =>
    server.recordsOf(DID, DOCUMENTS).find(({ value }) => value.path === `/stories/${slug}`)?.uri;
  const uri = uriOf(one);
  await change(one, { headline: 'Another headline' });
  await until('the new headline', () =>
    server
      .recordsOf(DID, DOCUMENTS)
      .some((each) => each.uri === uri && each.value.title === 'Another headline'),
  );
  await change(`${one}-renamed`, { formerSlugs: [one] });
  await untilFollowed();
  assert.equal(uriOf(`${one}-renamed`), uri);
  await call('DELETE', `/stories/${two}?reason=It%20was%20wrong.`);
  await untilFollowed();
  assert.equal(uriOf(two), undefined);
  await call('POST', `/stories/${two}/restore`);
  await untilFollowed();
  assert.notEqual(uriOf(two), undefined);
  await call('POST', `/stories/${two}/merge?into=${one}-renamed`);
  await untilFollowed();
  assert.equal(uriOf(two), undefined);
});

test('when the server is away, or leads elsewhere, no change is lost, readers do not wait, and nobody else gets the token', async () => {
  const [one, two] = [newSlug(), newSlug()];
  await server.close();
  await put(one);
  await until('the failure', async () => mirrorOf(await readStatus())?.failingSince);
  await put(two, { headline: 'Published meanwhile' });
  await until('the page', async () =>
    String((await newsroom.feed(`/stories/${two}`)).body).includes('Published meanwhile'),
  );
  await server.open();
  let isElsewhere = true;
  server.interfere = (_method, response) => {
    if (!isElsewhere) return false;
    isElsewhere = false;
    response.writeHead(307, { Location: `${server.url}/xrpc/elsewhere` }).end();
    return true;
  };
  await untilFollowed();
  assert.equal(isElsewhere, false);
  assert.equal(server.countCalls('elsewhere'), 0);
});

for (const body of ['', '[1]', '<html>', '{}', 'x'.repeat(300_000)]) {
  test(`an answer of success that has no record’s URI counts as none: ${body.slice(0, 9)}`, async () => {
    const slug = newSlug();
    let answers = 0;
    server.interfere = (method, response) => {
      if (answers > 0 || method !== 'com.atproto.repo.putRecord') return false;
      answers++;
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
      return true;
    };
    await put(slug);
    await untilFollowed();
    assert.equal(answers, 1);
  });
}

test('a session that expired is renewed, and one that cannot be renewed is opened once more', async () => {
  const signIns = server.countCalls(SIGN_IN);
  server.expireTokens();
  await put(newSlug());
  await untilFollowed();
  assert.equal(server.countCalls(SIGN_IN), signIns);
  assert.equal(server.countCalls('com.atproto.server.refreshSession'), 1);
  // Servers other than Bluesky's say so by the status alone.
  let isRefused = false;
  server.interfere = (method, response) => {
    if (isRefused || method !== 'com.atproto.repo.putRecord') return false;
    isRefused = true;
    sendError(response, { status: 401, code: 'AuthenticationRequired', message: 'Token has expired' });
    return true;
  };
  await put(newSlug());
  await untilFollowed();
  assert.equal(server.countCalls('com.atproto.server.refreshSession'), 2);
  server.expireTokens({ isRevoked: true });
  await put(newSlug());
  await untilFollowed();
  assert.equal(server.countCalls(SIGN_IN), signIns + 1);
});

test('a server that asks for a pause is left alone for so long', async () => {
  let [asked, seconds] = [0, 3];
  server.interfere = (method, response) => {
    if (method !== 'com.atproto.repo.putRecord' || Date.now() > asked + seconds * 1000) {
      if (asked > 0 || method !== 'com.atproto.repo.putRecord') return false;
    }
    if (asked > 0) seconds = Number.NaN;
    asked = Date.now();
    const reset = String(Math.ceil(asked / 1000) + 3);
    sendError(
      response,
      { status: 429, code: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
      { 'RateLimit-Reset': reset },
    );
    return true;
  };
  await put(newSlug());
  await until('the pause', async () => (await readStatus()).standardSite?.pausedUntil);
  await untilFollowed();
  // Nothing was sent in the pause.
  assert.equal(seconds, 3);
});

/** Lets the server answer every write of a story's record with an error. Returns a function that counts these answers. */
function failAt(slug: string, error: Parameters<typeof sendError>[1]): () => number {
  let failures = 0;
  server.interfere = (_method, response, { record }) => {
    if ((record as Record<string, unknown> | undefined)?.path !== `/stories/${slug}`) return false;
    failures++;
    sendError(response, error);
    return true;
  };
  return () => failures;
}

test('a record that the server refuses is shown with the server’s words, and not sent again until the story changes', async () => {
  const slug = newSlug();
  const message = 'Invalid record: Record/title is rude';
  const countRefusals = failAt(slug, { status: 400, code: 'InvalidRequest', message });
  await put(slug);
  const item = await until('the refusal', async () =>
    (await readStatus()).attention.find(({ kind }) => kind === 'standard.site'),
  );
  assert.match(item.what, new RegExp(`refused 1 story.*${slug}.*Record/title is rude`));
  assert.equal(countRefusals(), 1);
  server.interfere = () => false;
  await change(slug, { headline: 'Polite' });
  await untilFollowed();
  assert.equal(countRefusals(), 1);
});

test('a record at which the server fails holds up no other story, and is shown', async () => {
  const [broken, other] = [newSlug(), newSlug()];
  failAt(broken, { status: 500, code: 'InternalServerError', message: 'Internal Server Error' });
  await put(broken);
  await put(other);
  await until('the other story', () => pathsIn().includes(`/stories/${other}`));
  const mirror = await until('the refusal', async () => {
    const found = mirrorOf(await readStatus());
    return found?.refused === 1 ? found : undefined;
  });
  assert.match(mirror.why ?? '', new RegExp(`${broken}: .*InternalServerError`));
  server.interfere = () => false;
  await call('POST', '/rebuild');
  await untilFollowed();
});

test('what the server refuses for the account’s sake is no story’s fault', async () => {
  const slug = newSlug();
  server.interfere = (method, response) => {
    if (method !== 'com.atproto.repo.putRecord') return false;
    sendError(response, { status: 400, code: 'InvalidRequest', message: 'Account is deactivated' });
    return true;
  };
  await put(slug);
  const mirror = await until('the failure', async () => {
    const found = mirrorOf(await readStatus());
    return found?.failingSince ? found : undefined;
  });
  assert.equal(mirror.refused, 0);
  assert.match(mirror.why ?? '', /Account is deactivated/);
  server.interfere = () => false;
  await untilFollowed();
});

test('a deletion that the server refuses holds up no other story, and is tried again', async () => {
  const [refused, other] = [newSlug(), newSlug()];
  await put(refused);
  await untilFollowed();
  server.interfere = (method, response) => {
    if (method !== 'com.atproto.repo.deleteRecord') return false;
    sendError(response, { status: 400, code: 'InvalidRequest', message: 'Not today' });
    return true;
  };
  await call('DELETE', `/stories/${refused}?reason=It%20was%20wrong.`, { headers: { 'If-Match': '*' } });
  await until('the refusal', async () => mirrorOf(await readStatus())?.refused === 1);
  await put(other);
  await until('the other story', () => pathsIn().includes(`/stories/${other}`));
  assert.equal(pathsIn().includes(`/stories/${refused}`), true);
  server.interfere = () => false;
  await call('POST', '/rebuild');
  await untilFollowed();
});

test('a rebuild sends every record again, to a server that has lost some', async () => {
  for (const { uri } of server.recordsOf(DID, DOCUMENTS).slice(0, 2)) server.lose(uri);
  await call('POST', '/rebuild');
  await until('the lost records', async () => pathsIn().length === (await readStatus()).stories.published);
  await untilFollowed();
});

test('a password that is wrong is told of, without the password, and tried again only seldom', async () => {
  const signIns = server.countCalls(SIGN_IN);
  server.expireTokens({ isRevoked: true });
  server.interfere = (method, response) => {
    if (method !== SIGN_IN) return false;
    const message = `Invalid identifier or password: ${PASSWORD}`;
    sendError(response, { status: 401, code: 'AuthenticationRequired', message });
    return true;
  };
  await put(newSlug());
  const mirror = await until('the failure', async () => {
    const found = mirrorOf(await readStatus());
    return found?.failingSince ? found : undefined;
  });
  assert.match(mirror.why ?? '', /signing in as news\.example failed: .*Invalid identifier or password/);
  const response = await newsroom.call('GET', '/status');
  assert.equal((await response.text()).includes(PASSWORD), false);
  assert.ok(server.countCalls(SIGN_IN) - signIns <= 2);
  server.interfere = () => false;
  await untilFollowed();
});

test('with another account, its repository gets every story, and pages name its records', async () => {
  newsroom = await newsroom.restart({ ATPROTO_HANDLE: 'other.example', ATPROTO_APP_PASSWORD: PASSWORD });
  await newsroom.runJob();
  await until('the first record', () => server.recordsOf(OTHER_DID, DOCUMENTS).length > 0);
  await untilFollowed(OTHER_DID);
  await until('the name of the publication', async () =>
    String((await newsroom.feed('/.well-known/site.standard.publication')).body).startsWith(
      `at://${OTHER_DID}/`,
    ),
  );
  await until('a page with a link', async () =>
    linkIn(String((await newsroom.feed('/stories/record-1')).body), DOCUMENTS)?.startsWith(
      `at://${OTHER_DID}/`,
    ),
  );
});

test('nothing was posted, and only what is needed was called', () => {
  const needed = [
    'com.atproto.repo.deleteRecord',
    'com.atproto.repo.getRecord',
    'com.atproto.repo.putRecord',
    SIGN_IN,
    'com.atproto.server.refreshSession',
  ];
  assert.deepEqual([...new Set(server.calls)].sort(), needed);
  for (const did of [DID, OTHER_DID])
    assert.equal(server.recordsOf(did, 'site.standard.publication').length, 1);
});
