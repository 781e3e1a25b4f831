import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TOKEN } from '../cli/server.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { Subscriber, until } from './subscriber.ts';

// NOTIFY_URL with a real server: a chat's incoming webhook, on this machine.

let newsroom: Newsroom;
let chat: Subscriber;

before(async () => {
  chat = await Subscriber.open();
  chat.behaviour = (_received, response) => {
    // The first message fails, and the second is led elsewhere.
    response.statusCode = [503, 302][chat.received.length - 1] ?? 200;
    response.setHeader('Location', '/elsewhere');
    response.end();
  };
  newsroom = await openNewsroom({ vars: { NOTIFY_URL: `${chat.url}/T0/secret` } });
});
after(async () => {
  chat.close();
  await newsroom.stop();
});

const FILE =
  '---\nheadline: Rates <fall>\nabstract: What happened.\ninLanguage: en\ndatePublished: 2026-11-20T09:00:00Z\n---\n\nWhat we think.\n';

const post = async (path: string, body: string, headers: Record<string, string>) => {
  const response = await fetch(`${newsroom.url}/api${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, ...headers },
    body,
  });
  assert.ok(response.ok, await response.clone().text());
  return (await response.json()) as { id: string };
};

/** Waits for a message that arrived and has these words. */
const told = (words: string) =>
  until(words, () =>
    chat
      .got('POST', '/T0/secret')
      .slice(2)
      .map(({ body }) => JSON.parse(String(body)))
      .find(({ text }) => text.includes(words)),
  );

test('a review that is asked for, and a scheduled story that appears, are told once the server takes them', async () => {
  const draft = await post('/drafts?name=rates-fall', FILE, { 'Content-Type': 'text/markdown' });
  await post(`/drafts/${draft.id}/review`, '{}', { 'Content-Type': 'application/json', 'If-Match': '"1"' });
  assert.deepEqual(await told('to review'), {
    text: `tester asks an editor to review “Rates &lt;fall&gt;”. ${newsroom.url}/newsroom/drafts/${draft.id}/review`,
  });
  const due = new Date(Date.now() + 3000).toISOString();
  await newsroom.publish({ headline: 'Soon', datePublished: due });
  assert.deepEqual(await told('was published as scheduled'), {
    text: `“Soon” was published as scheduled. ${newsroom.url}/newsroom/stories/story-1`,
  });
  assert.equal(chat.got('POST', '/elsewhere').length + chat.got('GET', '/elsewhere').length, 0);
  const [message] = chat.received;
  assert.equal(message?.headers['content-type'], 'application/json');
});
