import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { followersOf } from '../../../../src/fediverse/followers/followers-stub.ts';
import { follow, OWN } from '../../../fediverse/follow.ts';
import { identityWith } from '../../../identity.ts';
import { call, desk, reopen } from '../../../newsroom.ts';
import { publishStory, withdraw } from '../../../published-stories.ts';
import { type Browser, signIn } from '../../frame/browser.ts';

identityWith({ fediverse: { username: 'news' } });

let ann: Browser;
beforeEach(async () => {
  await reopen();
  ann = await signIn('Ann Lee', 'editor');
});

test('a story’s page says which servers accepted what, and who follows is counted', async () => {
  await publishStory('one');
  const found = await desk().findStory('one');
  const story = found && 'row' in found ? found.row.id : 0;
  const page = async () => (await ann.get('/newsroom/stories/one')).text();
  expect(await page()).toContain('Nothing in the last 30 days.');
  for (const host of ['a.example', 'b.example', 'c.example']) await follow(host);
  const common = { story, sender: OWN, audience: [OWN], body: '{}' };
  await followersOf(env).add([{ ...common, address: `${OWN}#1`, kind: 'create' }], Date.now());
  const outcomesOf = async () =>
    (await followersOf(env).claim(Date.now())).map(({ to, inbox, scheme }) => {
      if (inbox.includes('b.example/inbox')) return { to, failed: 'status 410', status: 410 };
      return inbox.includes('c.example/inbox') ? { to, failed: 'status 503' } : { to, delivered: scheme };
    });
  await followersOf(env).settle(await outcomesOf(), Date.now());
  const shown = await page();
  expect(shown).toContain(
    '1 server accepted it. 1 server is still to be sent it. 1 server could not be sent it.',
  );
  expect(shown).toMatch(/Who accepted it<\/summary><p>a\.example/);
  expect(shown).toContain('b.example (status 410)');
  const { fediverse } = (await (await call('GET', '/status')).json()) as { fediverse: unknown };
  expect(fediverse).toEqual({ followers: 2, servers: 2, waiting: 1, failing: 1 });
  expect(await (await ann.get('/newsroom/attention')).text()).toContain(
    '<li>2 people follow from the fediverse, on 2 servers.</li><li>1 server of the fediverse does not answer.</li>',
  );
});

test('who restores a story is told what followers get', async () => {
  await publishStory('one');
  await withdraw('one');
  expect(await (await ann.get('/newsroom/stories/one/restore')).text()).toContain(
    'Followers in the fediverse who were told that it was withdrawn get it as a new post.',
  );
});
