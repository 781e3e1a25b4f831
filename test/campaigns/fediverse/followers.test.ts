import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { type Newsroom, openNewsroom } from '../../websub/newsroom.ts';
import { pause, until } from '../../websub/subscriber.ts';

// Many followers on many servers, each with an address of its own on this machine. Servers fail, one in ten, and the newsroom is killed
// in the middle of a delivery. Nobody may be told twice, and nobody forgotten.

const FOLLOWERS = Number(process.env.FOLLOWERS ?? 100_000);
const SERVERS = Number(process.env.SERVERS ?? 2000);

const addressOf = (server: number) => `127.1.${Math.floor(server / 250)}.${(server % 250) + 1}`;

/** What each server was sent, in order, by the address at which it was sent it. */
const received = new Map<string, string[]>();
/** How often a server got an activity again that it had accepted, and how many requests it refused. */
let [repeated, refused] = [0, 0];
const attempts = new Map<string, number>();

const peers = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  try {
    for await (const part of request) parts.push(part);
  } catch {
    // The newsroom was killed.
    return;
  }
  const address = request.socket.localAddress ?? '';
  const { id } = JSON.parse(String(Buffer.concat(parts))) as { id: string };
  const tries = (attempts.get(`${address} ${id}`) ?? 0) + 1;
  attempts.set(`${address} ${id}`, tries);
  const isBad = Number(address.split('.').at(-1)) % 10 === 0;
  if (isBad && tries <= 2) {
    refused++;
    response.writeHead(503).end();
    return;
  }
  const got = received.get(address) ?? [];
  // As servers of the fediverse do: an activity is known by its id.
  if (got.includes(id)) repeated++;
  else received.set(address, [...got, id]);
  response.writeHead(202).end();
});

let newsroom: Newsroom;
before(async () => {
  await new Promise<void>((resolve) => peers.listen(0, '0.0.0.0', resolve));
  newsroom = await openNewsroom({ site: { fediverse: { username: 'news' } } });
  await newsroom.runJob();
});
after(async () => {
  await newsroom.stop();
  peers.closeAllConnections();
  peers.close();
});

/** Puts the followers into the stopped newsroom's tables: to sign for each would take an hour. */
function fill(): void {
  const { port } = peers.address() as AddressInfo;
  const [file] = newsroom.databasesOf('Followers');
  using database = new DatabaseSync(file ?? '');
  database.exec('BEGIN');
  // They follow from now on.
  const last = `SELECT ifnull(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'activity'`;
  const addServer = database.prepare(
    `INSERT INTO server (inbox, host, sent) SELECT ?, ?, (${last}) RETURNING id`,
  );
  const addFollower = database.prepare('INSERT INTO follower VALUES (?, ?, ?, ?, 0)');
  const servers = Array.from({ length: SERVERS }, (_, n) => {
    const host = addressOf(n);
    return { host, id: (addServer.get(`http://${host}:${port}/inbox`, host) as { id: number }).id };
  });
  for (let n = 0; n < FOLLOWERS; n++) {
    const { host, id } = servers[n % SERVERS] as (typeof servers)[number];
    const actor = `http://${host}:${port}/users/${n}`;
    addFollower.run(`${newsroom.url}/actor`, actor, id, `${actor}#follow`);
  }
  database.exec('COMMIT');
}

const told = (slug: string) =>
  [...received.values()].filter((ids) => ids.some((id) => id.includes(`/stories/${slug}#`))).length;

test(`${FOLLOWERS} followers on ${SERVERS} servers`, { timeout: 1_800_000 }, async () => {
  // Has the object's tables made.
  await newsroom.publish({ datePublished: new Date().toISOString() });
  await until('the tables', () => newsroom.databasesOf('Followers').length === 1);
  await pause(2000);
  await newsroom.stop();
  fill();
  newsroom = await newsroom.restart({});

  let began = Date.now();
  const slug = 'the-story';
  const body = {
    slug,
    headline: 'The story',
    abstract: 'What happened.',
    articleBody: 'What we think.([a](https://a.example/))',
    inLanguage: 'en',
  };
  assert.ok((await newsroom.call('PUT', `/stories/${slug}`, { body })).ok);
  await until('a third of the servers', () => told(slug) > SERVERS / 3, 900_000);
  const beforeKill = told(slug);
  newsroom = await newsroom.restart({});
  await until('all servers', () => told(slug) === SERVERS, 900_000);
  const first = (Date.now() - began) / 1000;
  assert.ok(beforeKill < SERVERS, 'the newsroom was killed too late');
  const doubled = repeated;

  began = Date.now();
  await newsroom.call('DELETE', `/stories/${slug}?reason=It%20was%20wrong.`);
  const isToldWhy = (ids: string[]) => ids.some((id) => id.includes('/withdrawals/'));
  await until(
    'the note everywhere',
    () => [...received.values()].filter(isToldWhy).length === SERVERS,
    900_000,
  );
  const second = (Date.now() - began) / 1000;
  await pause(3000);

  assert.equal(received.size, SERVERS);
  for (const [address, ids] of received) {
    const kinds = ids.map((id) => /#(create|deletes)/.exec(id)?.[1]);
    assert.deepEqual(kinds, ['create', 'deletes', 'create'], `${address} got ${ids.join(', ')}`);
  }
  // What was being sent when the newsroom was killed is sent again, with the same id.
  assert.ok(doubled <= 200, `${doubled} were sent again`);
  assert.equal(repeated, doubled);
  console.log(
    `${SERVERS} servers: a story in ${first.toFixed(0)} s with a restart after ${beforeKill}, ${doubled} sent again with the same id, ${refused} refused; the withdrawal and its note in ${second.toFixed(0)} s`,
  );
});
