import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ApiClient, type CreateClient, TokenMissing } from '../../../src/cli/client/api-client.ts';
import { moveIn } from '../../../src/move/in/move-in.ts';
import { item, store, wxr } from '../read/wordpress/wxr.ts';
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
  await moveIn(
    isAbsolute(name) ? name : path(`../corpus/${name}`),
    { dryRun: true, site: url, work },
    connect,
  );
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

describe('the clocks of the old site', () => {
  const post = (id: number, date: string, dateUtc: string) => item({ id, slug: `post-${id}`, date, dateUtc });
  const winter = post(1, '2020-01-31 23:30:00', '2020-02-01 04:30:00');
  const summer = post(2, '2020-07-31 23:30:00', '2020-08-01 03:30:00');

  test('that show another day than the newsroom’s are said before the move, with what to write', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => said.mockRestore());
    const { report, additions, json } = await dryRun(store(wxr([winter])));
    const advice =
      'The clocks of the old site are at -05:00, those of this newsroom of UTC (the setting "timeZone"). 1 of 1 public posts would show another day: the one of 2020-01-31T23:30:00-05:00 would appear under 2020-02-01, and the old address /2020/01/31/ would not find it. In the newsroom, under Settings, Time zone, set it to "Etc/GMT+5" (or, if its clocks change in summer, to the name of its zone). Or write it into data/site.json and deploy, or restart npm start, if nothing was saved there.';
    expect(said).toHaveBeenCalledWith(`${advice}\n`);
    expect(report).toContain(`- ${advice}`);
    expect(report).toContain('lists the time zone of the old site');
    expect(JSON.parse(additions).timeZone).toBe('Etc/GMT+5');
    expect(JSON.parse(json).zone).toMatchObject({ moved: 1, posts: 1 });
  });

  test('that change in the course of the year are of no city that a program knows', async () => {
    const { report, additions } = await dryRun(store(wxr([winter, summer])));
    expect(report).toContain('are at -04:00 and -05:00');
    expect(report).toContain('only you know it');
    expect(JSON.parse(additions)).not.toHaveProperty('timeZone');
  });
});
