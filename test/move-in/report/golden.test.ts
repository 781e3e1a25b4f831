import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { ApiClient, type CreateClient, TokenMissing } from '../../../src/cli/client/api-client.ts';
import { moveIn } from '../../../src/cli/move-in/move-in.ts';
import { serve } from '../web-server.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** A server that nobody answers for. */
const createClient = () => ApiClient.create({ server: 'http://127.0.0.1:9', token: 'none' });
const withoutToken = () => Promise.reject(new TokenMissing('No token found.'));

/** Makes a dry run without a server, from an old site that has no pictures any more. */
async function dryRun(
  name: string,
  work = mkdtempSync(join(tmpdir(), 'move-in-')),
  connect: CreateClient = createClient,
) {
  onTestFinished(() => rmSync(work, { recursive: true, force: true }));
  const { url } = await serve({});
  await moveIn(path(`../corpus/${name}`), { dryRun: true, site: url, work }, connect);
  const read = (file: string) => readFileSync(join(work, file), 'utf8');
  return {
    work,
    report: read('report.md'),
    json: read('report.json'),
    additions: read('site-additions.json'),
  };
}

test.each(['wordpress-classic', 'wordpress-blocks'])('the report of a dry run of %s', async (name) => {
  const { report, json, additions } = await dryRun(`${name}.xml`);
  await expect(report).toMatchFileSnapshot(path(`golden/${name}.md`));
  expect(Object.keys(JSON.parse(additions))).toEqual(['people', 'topics']);
  const { losses, counts } = JSON.parse(json) as { losses: { kind: string }[]; counts: { count: number }[] };
  expect(losses.length).toBe(counts.reduce((sum, { count }) => sum + count, 0));
});

test('the same source gives the same report, byte for byte, in a folder that has read it and in another', async () => {
  const first = await dryRun('wordpress-classic.xml');
  const again = await dryRun('wordpress-classic.xml', first.work);
  const other = await dryRun('wordpress-classic.xml');
  for (const { report, json, additions } of [again, other])
    expect([report, json, additions]).toEqual([first.report, first.json, first.additions]);
});

test('a dry run needs no token and no server, and says that nothing was compared', async () => {
  const { report } = await dryRun('wordpress-blocks.xml', undefined, withoutToken);
  expect(report).toContain('No server was reached, so nothing was compared with what it has.');
});
