import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, expect, test } from 'vitest';
import identity from '../../../../data/site.json' with { type: 'json' };
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { type Browser, signIn } from '../../frame/browser.ts';
import { begin, fileOf, now } from '../desk/newsroom.ts';

const [{ slug: topic, title }] = identity.topics as [{ slug: string; title: string }];
let ed: Browser;
let wanda: Browser;

beforeEach(async () => {
  await reopen();
  [ed, wanda] = [await signIn('Ed', 'editor'), await signIn('Wanda', 'writer')];
  const [editor, writer] = [
    { name: 'Ed', role: 'editor', person: ed.person },
    { name: 'Wanda', role: 'writer', person: wanda.person },
  ] as const;
  await begin(editor, 'one', fileOf('One', `keywords: [${topic}]\n`));
  const two = await begin(writer, 'two', fileOf('Two', `keywords:\n  - ${topic}\n  - own-topic\n`));
  await begin(writer, 'three', fileOf('Three'));
  await deskOf(env).reviews.ask(two.id, { version: 1, reviewer: null, actor: writer, now });
});

async function list(query: string, browser = ed) {
  const { document } = parseHTML(await (await browser.get(`/newsroom/drafts${query}`)).text());
  return {
    drafts: [...document.querySelectorAll('main .rows .title')]
      .map((each) => each.textContent?.trim())
      .sort(),
    states: Object.fromEntries(
      [...document.querySelectorAll('nav[aria-label=States] a')].map((link) => [
        link.textContent?.replace(/\s+/g, ' ').trim(),
        link.getAttribute('href'),
      ]),
    ),
    current: document.querySelector('nav[aria-label=States] [aria-current]')?.textContent?.trim(),
    options: (name: string) =>
      [...document.querySelectorAll(`select[name=${name}] option`)].map((each) => each.textContent?.trim()),
    chosen: [...document.querySelectorAll('form.short option[selected]')].map((each) =>
      each.getAttribute('value'),
    ),
  };
}

test('drafts are chosen by state, person and topic, each with its count', async () => {
  const all = await list('');
  expect(all.drafts).toEqual(['One', 'Three', 'Two']);
  expect(Object.keys(all.states)).toEqual([
    'All 3',
    'Draft 2',
    'In review 1',
    'Changes asked',
    'Approved',
    'Published',
  ]);
  expect(all.options('person')).toEqual(['Any', 'Ed (1)', 'Wanda (2)']);
  expect(all.options('topic')).toEqual(['Any', 'own-topic (1)', `${title} (2)`]);
  expect((await list(`?topic=${topic}`)).drafts).toEqual(['One', 'Two']);
  expect((await list(`?person=${wanda.person}`)).drafts).toEqual(['Three', 'Two']);
  expect((await list('?whose=mine')).drafts).toEqual(['One']);
  expect((await list(`?state=in+review&person=${wanda.person}&topic=own-topic`)).drafts).toEqual(['Two']);
});

test('an address keeps the whole choice, and counts follow it', async () => {
  const page = await list(`?state=draft&person=${wanda.person}`);
  expect(page.current).toMatch(/^Draft/);
  expect(page.chosen).toEqual([wanda.person]);
  expect(page.states['In review 1']).toBe(`/newsroom/drafts?state=in+review&person=${wanda.person}`);
  expect(page.options('topic')).toEqual(['Any']);
  const hostile = await ed.get(`/newsroom/drafts?${new URLSearchParams({ person: '"><b>', topic: '<i>' })}`);
  expect(await hostile.text()).not.toMatch(/<b>|<i>/);
});

test('a writer sees and counts own drafts only', async () => {
  const page = await list('', wanda);
  expect(page.drafts).toEqual(['Three', 'Two']);
  expect(page.options('person')).toEqual(['Any', 'Wanda (2)']);
});

test('the topics of drafts from before topics were kept are read', async () => {
  await runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
    sql.exec('UPDATE draft SET topics = NULL');
  });
  expect((await list(`?topic=${topic}`)).drafts).toEqual(['One', 'Two']);
});
