import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { after, before, test } from 'node:test';
import { Peer } from '../fediverse/peer.ts';
import { type Newsroom, openNewsroom } from '../websub/newsroom.ts';
import { until } from '../websub/subscriber.ts';

// A hostile inbox: huge and slow bodies, and Follows by the thousand, from real connections and with the limits that are deployed.

/** How many Follows a host sends. `FOLLOWS=10000` takes a minute more. */
const FOLLOWS = Number(process.env.FOLLOWS ?? 2000);

let newsroom: Newsroom;
let host: Server;
let url: string;
let peer: Peer;
let lookUps = 0;

before(async () => {
  newsroom = await openNewsroom({ site: { fediverse: { username: 'news' } } });
  await newsroom.runJob();
  host = createServer((request, response) => {
    if (request.method === 'GET') lookUps++;
    response.setHeader('Content-Type', 'application/activity+json');
    response.end(JSON.stringify(peer.as(`${url}${request.url}`).actor));
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  peer = await Peer.open(`${url}/users/0`);
  await until('the account', async () => (await fetch(`${newsroom.url}/actor`)).ok);
});
after(async () => {
  host.closeAllConnections();
  host.close();
  await newsroom.stop();
});

async function follow(by: Peer): Promise<number> {
  const inbox = `${newsroom.url}/actor/inbox`;
  const activity = { id: `${by.id}#follow`, type: 'Follow', actor: by.id, object: `${newsroom.url}/actor` };
  const body = JSON.stringify(activity);
  const headers = await by.sign(inbox, body);
  headers.delete('host');
  const response = await fetch(inbox, { method: 'POST', headers, body });
  await response.body?.cancel();
  return response.status;
}

const followers = async () =>
  ((await newsroom.status()) as unknown as { fediverse: { followers: number } }).fediverse.followers;

/** Opens a request with a body that is still to come. Resolves to what is answered. */
function openRequest(write: (send: (text: string) => void) => void): Promise<string> {
  const { hostname, port } = new URL(newsroom.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      const head = `POST /actor/inbox HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/activity+json\r\n`;
      socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
      write((text) => void (socket.writable && socket.write(`${text.length.toString(16)}\r\n${text}\r\n`)));
    });
    socket.once('data', (data) => {
      resolve(String(data).split('\r\n', 1)[0] ?? '');
      socket.destroy();
    });
    socket.once('close', () => resolve('closed'));
    // The server hangs up in the middle of a write.
    socket.once('error', () => resolve('closed'));
  });
}

test('10 MB are not read to their end', async () => {
  const answer = await openRequest((send) => {
    for (let sent = 0; sent < 10_000_000; sent += 100_000) send(' '.repeat(100_000));
  });
  assert.match(answer, / 413 |closed/);
});

test('a body that does not come to its end is given up after ten seconds', async () => {
  const began = Date.now();
  let timer: NodeJS.Timeout | undefined;
  const answer = await openRequest((send) => {
    timer = setInterval(() => send(' '), 500);
  });
  clearInterval(timer);
  assert.match(answer, / 408 /);
  assert.ok(Date.now() - began >= 9000);
});

test(`of ${FOLLOWS} Follows from one host, at most a hundred a minute are looked into, and readers notice nothing`, async () => {
  await newsroom.publish();
  lookUps = 0;
  /** Has twenty do something at a time, as often as there are Follows. Returns what that cost workerd. */
  const twentyAtOnce = async (work: (n: number) => Promise<void>) => {
    let n = 0;
    const [cpu, memory] = [newsroom.cpu(), newsroom.memory()];
    const each = async () => {
      while (n < FOLLOWS) await work(++n);
    };
    await Promise.all(Array.from({ length: 20 }, each));
    return { cpu: newsroom.cpu() - cpu, memory: newsroom.memory() - memory };
  };
  const read = async () => {
    const since = Date.now();
    assert.equal((await newsroom.feed('/feed.json')).type.startsWith('application/feed+json'), true);
    return Date.now() - since;
  };
  let longest = 0;
  const reads = await twentyAtOnce(async () => {
    longest = Math.max(longest, await read());
  });
  const began = Date.now();
  const statuses = new Map<number, number>();
  let slowest = 0;
  let isOver = false;
  const reader = async () => {
    while (!isOver) {
      slowest = Math.max(slowest, await read());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const reading = reader();
  const follows = await twentyAtOnce(async (n) => {
    const status = await follow(peer.as(`${url}/users/${n}`));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  });
  isOver = true;
  await reading;
  const minutes = Math.ceil((Date.now() - began) / 60_000) + 1;
  assert.deepEqual(
    [...statuses.keys()].filter((status) => status !== 202 && status !== 429),
    [],
  );
  assert.ok(lookUps <= 100 * minutes, `${lookUps} look-ups in ${minutes} minutes`);
  assert.ok((await followers()) <= 100 * minutes);
  assert.ok((statuses.get(202) ?? 0) <= 100 * minutes);
  const cost = ({ cpu, memory }: typeof reads) => `${cpu.toFixed(1)} s of CPU and ${memory.toFixed(0)} MB`;
  console.log(
    `${FOLLOWS} Follows in ${((Date.now() - began) / 1000).toFixed(0)} s: ${lookUps} look-ups, ${statuses.get(202)} accepted; a reader waited ${slowest} ms at most, and one of twenty before them ${longest} ms. They took ${cost(follows)}, and as many readings of a feed before them ${cost(reads)}`,
  );
});
