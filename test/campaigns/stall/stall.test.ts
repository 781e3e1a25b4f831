import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { callApi, newsroomOf, publishStories, waitForWrites } from '../bench/newsroom.ts';
import { buildProgram } from '../bench/programs.ts';
import { openRuntime, type Runtime } from '../bench/runtime.ts';
import { type Clients, type Measure, measure, separate, startClients } from './measure.ts';
import { reportOf } from './report.ts';
import { allRequests, DRAFTS, readers, type Session } from './requests.ts';

// Hostile requests beside a reader: how long the reader's feed takes, and how much the attacker gets. What depends on the machine
// is in the report; asserted is what does not.

const { REPORT, ONLY = '' } = process.env;
const ROUNDS = Number(process.env.ROUNDS ?? 4);
/** An answer may be longer than twice its request up to here: a page of the newsroom has its styles in it. */
const PAGE_BYTES = 100_000;
/**
 * How many times the CPU of twenty readers the requests of strangers may take, those of people who are or were signed in, and a story
 * in as many scopes as there can be.
 */
const MOST_CPU = { stranger: 10, person: 100, story: 500 };

const state = mkdtempSync(join(tmpdir(), 'edgewire-stall-'));
let runtime: Runtime;
let clients: Clients;
let isSeparate = false;
const measures: Measure[] = [];

/** Makes a link for an editor and uses it. */
async function signIn(url: string, name: string): Promise<string> {
  const headers = { 'Content-Type': 'application/json' };
  const invited = await callApi(`${url}/api/invitations`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ name, role: 'editor' }),
  });
  const link = new URL(((await invited.json()) as { url: string }).url);
  const response = await fetch(`${url}/newsroom/invitation`, {
    method: 'POST',
    headers: { Origin: url },
    body: new URLSearchParams({ token: link.searchParams.get('token') as string }),
    redirect: 'manual',
  });
  return response.headers.getSetCookie()[0]?.split(';')[0] as string;
}

/** Writes a draft, and returns its path. */
async function draftOf(url: string, cookie: string, what: string): Promise<string> {
  const { fields = '', analysis } = DRAFTS[what] as (typeof DRAFTS)[string];
  const headers = { Cookie: cookie, Origin: url };
  const ask = (path: string, fields: Record<string, string>) =>
    fetch(new URL(path, url), {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  const begun = await ask('/newsroom/drafts', { headline: what });
  const path = new URL(begun.headers.get('Location') as string, url).pathname;
  const text = `---\nheadline: ${what}\nabstract: What happened.\ninLanguage: en\n${fields}---\n\n${analysis}\n`;
  const saved = await ask(`${path}/text`, { version: '1', text });
  assert.equal(saved.status, 303, await saved.text());
  return path;
}

before(async () => {
  const { modules } = await buildProgram(state);
  const newsroom = newsroomOf(modules, { SITE_URL: 'http://127.0.0.1' });
  runtime = await openRuntime([newsroom], { state });
  const url = runtime.urlOf('newsroom');
  await publishStories(runtime, 40);
  const [cookie, ended] = [await signIn(url, 'Ana'), await signIn(url, 'Bea')];
  await fetch(`${url}/newsroom/sign-out`, { method: 'POST', headers: { Origin: url, Cookie: ended } });
  const drafts: Record<string, string> = {};
  for (const what of Object.keys(DRAFTS)) drafts[what] = await draftOf(url, cookie, what);
  const session: Session = { cookie, ended, drafts };
  isSeparate = separate(runtime.pid);
  clients = await startClients(url, session);
});
after(async () => {
  clients?.stop();
  await runtime?.stop();
  rmSync(state, { recursive: true, force: true });
  if (REPORT) writeFileSync(REPORT, reportOf(measures, { rounds: ROUNDS, isSeparate }));
});

/** What needs no session; the paths of drafts are not known yet. */
const requests = allRequests({ cookie: '', ended: '', drafts: {} });
for (const [request, hostile] of requests.entries()) {
  if (!hostile.what.includes(ONLY)) continue;
  test(`${hostile.atOnce} at once of ${hostile.what} get no long answer, and the reader's feed beside them`, async () => {
    const server = { cpu: () => runtime.cpu(), written: () => waitForWrites(runtime) };
    const measured = await measure(clients, server, hostile, { request, rounds: ROUNDS });
    measures.push(measured);
    const { quiet, beside, answerBytes, requestBytes, statuses, took } = measured;
    console.log(
      `    ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')}; ${requestBytes} → ${answerBytes} bytes; ${took.toFixed(0)} ms, CPU ${measured.cpu.toFixed(0)} ms; p99 ${quiet.toFixed(1)} → ${beside.toFixed(1)} ms, ${(beside / quiet).toFixed(1)}`,
    );
    // A body that is not read to its end may cost the connection before the answer is read.
    const allowed = [...hostile.statuses, ...(requestBytes > 65_536 ? [0] : [])];
    for (const status of statuses.keys()) assert.ok(allowed.includes(status), `${status}`);
    const harmless = measures.find((each) => each.what === readers.what);
    const { Cookie, Authorization } = hostile.headers;
    const who = Authorization !== undefined ? 'story' : Cookie !== undefined ? 'person' : 'stranger';
    if (harmless) assert.ok(measured.cpu <= MOST_CPU[who] * harmless.cpu, `${measured.cpu} ms of CPU`);
    if (hostile.method === 'POST')
      assert.ok(answerBytes <= Math.max(2 * requestBytes, PAGE_BYTES), `${answerBytes} bytes`);
  });
}
