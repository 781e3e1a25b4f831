import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { answer, type CallTool, QUESTIONS } from '../agents/quoting-agent.ts';
import { type Server, startServer, TOKEN } from '../cli/server.ts';

// The protocol's official client, against the server of `npm start`: as it is, and as it negotiates the newest revision.

let server: Server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

/** As many as one network may ask within a minute, for both revisions. */
const ASKED = QUESTIONS.slice(1, 5);

async function connect(mode: 'legacy' | 'auto'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
  return client;
}

/** Calls tools by a client, which checks each result by the tool's schema. */
const callerOf =
  (client: Client): CallTool =>
  async (name, given) => {
    const result = await client.callTool({ name, arguments: given });
    assert.ok(!result.isError, JSON.stringify(result.content));
    return result.structuredContent;
  };

/** Corrects the TL;DR of a story through the API, and waits until agents get it. */
async function correct(url: string, wrong: string, right: string): Promise<void> {
  const address = `${server.url}/api${new URL(url).pathname}`;
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
  const { record } = (await (await fetch(`${url}.json`)).json()) as { record: { abstract: string } };
  const abstract = record.abstract.replace(wrong, right);
  const correction = [{ text: `It is ${right}.`, datePublished: new Date().toISOString() }];
  const body = JSON.stringify({ ...record, abstract, evidence: [], correction });
  const { status } = await fetch(address, { method: 'PUT', headers: { ...headers, 'If-Match': '*' }, body });
  assert.equal(status, 200);
  for (let round = 0; round < 100; round++) {
    if ((await (await fetch(`${url}.json`)).text()).includes(right)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail('The correction does not arrive.');
}

for (const [mode, revision, wrong, right] of [
  ['legacy', '2025-11-25', '28 October 2014', '29 October 2014'],
  ['auto', '2026-07-28', '29 October 2014', '30 October 2014'],
] as const) {
  test(`by ${revision}, an agent answers with quotes, and learns what was corrected in between`, async () => {
    const client = await connect(mode);
    assert.equal(client.getNegotiatedProtocolVersion(), revision);
    const { tools } = await client.listTools();
    assert.equal(tools.length, 6);
    const call = callerOf(client);
    for (const [question, expected] of ASKED) {
      const found = await answer(call, question);
      assert.match(`${found?.claim} ${found?.quote}`, expected);
      assert.match(found?.link ?? '', /#:~:text=/);
    }
    const quote = `The W3C made HTML5 a Recommendation on ${wrong}`;
    const story = `${server.url}/stories/html-from-snapshot-to-living-standard`;
    assert.equal((await call('verify_quote', { quote, story })).status, 'found');
    await correct(story, wrong, right);
    const checked = await call('verify_quote', { quote, story });
    assert.equal(checked.status, 'changed');
    assert.match(checked.before.now, new RegExp(right));
    assert.equal(checked.corrections.at(-1).text, `It is ${right}.`);
    const { contents } = await client.readResource({ uri: `${story}.md` });
    assert.match(JSON.stringify(contents), new RegExp(right));
    await client.close();
  });
}
