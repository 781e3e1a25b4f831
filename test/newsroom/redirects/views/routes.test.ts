import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { ann } from '../../../actors.ts';
import { drain, read, reopen } from '../../../newsroom.ts';
import { signIn } from '../../frame/browser.ts';

beforeEach(reopen);

const PATH = '/newsroom/redirects';
const editor = () => signIn('Ed Ito', 'editor');

describe('old addresses in the newsroom', () => {
  test('are led on by an editor, listed, searched and removed', async () => {
    const ed = await editor();
    expect(await (await ed.get(PATH)).text()).toContain('<h2>No old addresses yet</h2>');
    const added = await ed.post(PATH, { from: ' /2019/A/ ', to: 'https://other.example/a' });
    expect([added.status, added.headers.get('Location')]).toEqual([303, `${PATH}?done=added`]);
    await drain();
    expect((await read('/2019/a')).headers.get('Location')).toBe('https://other.example/a');
    const list = await (await ed.get(`${PATH}?done=added`)).text();
    expect(list).toContain('The old address is added.');
    expect(list).toContain('<bdi>/2019/a</bdi>');
    expect(list).toContain('<h2>1 old address</h2>');
    const again = await ed.post(PATH, { from: '/2019/a', to: 'https://other.example/a' });
    expect(again.headers.get('Location')).toBe(`${PATH}?done=same`);
    for (const [query, isFound] of [
      ['q=/2019/', true],
      ['q=/2020/', false],
      ['q=https://other.example/a&in=to', true],
      ['q=/a&in=to', false],
    ] as const)
      expect((await (await ed.get(`${PATH}?${query}`)).text()).includes('<bdi>/2019/a</bdi>')).toBe(isFound);
    const removed = await ed.post(`${PATH}/remove`, { from: '/2019/a' });
    expect(removed.headers.get('Location')).toBe(`${PATH}?done=removed`);
    expect((await ed.post(`${PATH}/remove`, { from: '/2019/a' })).status).toBe(404);
    expect(await deskOf(env).redirects.list({ limit: 1 })).toEqual({ redirects: [], next: null, total: 0 });
  });

  test('that are refused stay in the form, with the reason, and may replace another', async () => {
    const ed = await editor();
    await ed.post(PATH, { from: '/a', to: 'https://other.example/a' });
    const taken = await ed.post(PATH, { from: '/a', to: 'https://other.example/"b"' });
    expect(taken.status).toBe(409);
    const page = await taken.text();
    expect(page).toContain('role="alert">/a leads to https://other.example/a already.');
    expect(page).toContain('value="https://other.example/&quot;b&quot;"');
    expect(page).toContain('name="replace" value="yes"');
    const search = await ed.post(PATH, { from: '/search', to: '/a' });
    expect([search.status, (await search.text()).includes('name="replace"')]).toEqual([409, false]);
    expect((await ed.post(PATH, { from: 'x', to: '/a' })).status).toBe(422);
    const replaced = await ed.post(PATH, { from: '/a', to: 'https://other.example/b', replace: 'yes' });
    expect(replaced.headers.get('Location')).toBe(`${PATH}?done=added`);
  });

  test('are shown in parts, with a link to more', async () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ from: `/a/${100 + n}`, to: 'https://x.example/' }));
    await deskOf(env).redirects.add(many, { isReplacing: false, actor: ann, now: Date.now() });
    const ed = await editor();
    const first = await (await ed.get(`${PATH}?q=/a/`)).text();
    const more =
      /<a href="(\/newsroom\/redirects\?[^"]*)">More/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await (await ed.get(more)).text();
    expect([first, second].map((page) => page.match(/<bdi>\/a\//g)?.length)).toEqual([50, 10]);
  });

  test('are read by a writer, and changed by editors alone', async () => {
    const wes = await signIn('Wes Ode', 'writer');
    const page = await (await wes.get(PATH)).text();
    expect(page).not.toContain('name="from"');
    const answer = await wes.post(PATH, { from: '/a', to: 'https://x.example/' });
    expect(answer.status).toBe(403);
    expect((await wes.post(`${PATH}/remove`, { from: '/a' })).status).toBe(403);
  });

  test('never become markup', async () => {
    const ed = await editor();
    await ed.post(PATH, { from: '/<b>"x', to: 'https://x.example/?<script>"' });
    const page = await (await ed.get(PATH)).text();
    expect(page).toContain('<bdi>/&lt;b&gt;&quot;x</bdi>');
    expect(page).not.toMatch(/<b>|<script>"/);
  });
});
