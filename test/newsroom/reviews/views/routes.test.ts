import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Role } from '../../../../src/newsroom/people/desk/roles.ts';
import { desk, reopen } from '../../../newsroom.ts';
import { begin, fileOf, find, publish, save } from '../../drafts/desk/newsroom.ts';
import { type Browser, signIn } from '../../frame/browser.ts';

interface Member {
  browser: Browser;
  actor: { name: string; role: Role; person: string };
}

let ann: Member;
let bob: Member;
let id: string;

async function join(name: string, role: Role): Promise<Member> {
  const browser = await signIn(name, role);
  return { browser, actor: { name, role, person: browser.person } };
}

const evidence =
  'citation:\n  - url: https://bank.example/\n    name: The bank\n    publisher: {name: Bank}\nevidence:\n  - claim: What happened.\n    source: https://bank.example/\n    quote: {exact: It happened.}\n';

beforeEach(async () => {
  await reopen();
  [ann, bob] = [await join('Ann Lee', 'writer'), await join('Bob May', 'editor')];
  ({ id } = await begin(ann.actor, 'rates-fall', fileOf('Rates fall', evidence)));
});

const open = async ({ browser }: Member, query = '') => {
  const response = await browser.get(`/newsroom/drafts/${id}/review${query}`);
  expect(response.status).toBe(200);
  return parseHTML(await response.text()).document;
};
const textOf = (element: { textContent: string | null } | null | undefined) =>
  element?.textContent?.replace(/\s+/g, ' ') ?? '';
/** Returns the text of another page of the newsroom. */
const textAt = async ({ browser }: Member, path: string) => {
  const { document } = parseHTML(await (await browser.get(path)).text());
  return textOf(document.querySelector('main'));
};
const main = async (member: Member, query = '') => textOf((await open(member, query)).querySelector('main'));
const decide = ({ browser }: Member, fields: Record<string, string>) =>
  browser.post(`/newsroom/drafts/${id}/review`, { version: '1', ...fields });
const note = ({ browser }: Member, fields: Record<string, string>) =>
  browser.post(`/newsroom/drafts/${id}/notes`, { version: '1', ...fields });
const change = (text: string) => save({ id }, text, ann.actor);

describe('a review without script', () => {
  test('is asked for, waits on Today, and is given; an edit ends it, and the page says so', async () => {
    const asked = await decide(ann, { action: 'ask', reviewer: bob.actor.person, note: 'Is it right?' });
    expect(asked.headers.get('Location')).toBe(`/newsroom/drafts/${id}/review?done=ask`);
    const today = await textAt(bob, '/newsroom');
    expect(today).toContain('Waiting for your review');
    expect(today).toContain('Rates fall');
    expect(await main(bob)).toMatch(/Ann Lee asked Bob May .*version 1\b/);
    expect(await main(bob)).toContain('Is it right?');
    expect((await decide(bob, { action: 'approve' })).status).toBe(303);
    expect(await main(ann)).toContain('One person has approved this version.');
    await change(fileOf('Rates rise', evidence));
    const after = await main(ann);
    expect(after).toContain('Nobody has approved this version.');
    expect(after).toMatch(
      /Bob May approved version 1 on [^.]*\. The text was changed afterwards, so this approval no longer holds\./,
    );
  });

  test('shows the page, the evidence with its words, the faults, and who may decide', async () => {
    const document = await open(bob);
    expect(document.querySelector('iframe')?.getAttribute('src')).toBe(
      `/newsroom/drafts/${id}/page?version=1`,
    );
    const text = textOf(document.querySelector('main'));
    expect(text).toContain('It happened.');
    expect(text).toContain('Approve version 1');
    expect(document.querySelector('figcaption a')?.getAttribute('href')).toBe('https://bank.example/');
    expect(await main(ann)).not.toContain('Approve version');
    await change('---\nheadline: Rates fall\n---\n\nText.\n');
    expect((await open(bob)).querySelector('#all-faults')).not.toBeNull();
  });

  test('of a version that was replaced meanwhile is not given', async () => {
    await change(fileOf('Rates rise'));
    const refused = await decide(bob, { action: 'approve' });
    expect(refused.status).toBe(412);
    expect(await refused.text()).toContain('Look at the newest first.');
    expect(await find({ id }, ann.actor)).toMatchObject({ state: 'draft' });
  });

  test('by an author is refused, and asking for nothing keeps what was chosen', async () => {
    await deskOf(env).drafts.save(id, {
      text: fileOf('Rates rise'),
      version: 1,
      actor: bob.actor,
      now: Date.now(),
    });
    expect(await main(bob)).toContain('You have written in this draft');
    expect((await decide(bob, { action: 'approve', version: '2' })).status).toBe(403);
    const refused = await decide(bob, { action: 'changes', version: '2', note: ' ' });
    expect(refused.status).toBe(422);
    const { document } = parseHTML(await refused.text());
    expect(document.querySelector('#changes')?.getAttribute('aria-describedby')).toBe('fault-changes');
    expect(textOf(document.querySelector('#fault-changes'))).toBe('Say what should be changed.');
  });

  test('shows what changed since the last review, and since what is published', async () => {
    await decide(bob, { action: 'changes', note: 'Say which bank.' });
    const today = await textAt(ann, '/newsroom');
    expect(today).toContain('You were asked for changes');
    await change(fileOf('Rates of the bank fall', evidence));
    const document = await open(bob);
    expect(textOf(document.querySelector('#changes'))).toMatch(/version 1\b.*Bob May/);
    expect(textOf(document.querySelector('.one ins'))).toBe('added: of the bank ');
    expect(textOf(document.querySelector('.one del'))).toBe('');
    await publish({ id }, bob.actor);
    await change(fileOf('Rates of the bank rise', evidence));
    const since = await open(bob, '?since=published');
    expect(textOf(since.querySelector('#changes'))).toContain('as it is published, revision 1');
    expect(textOf(since.querySelector('.one del'))).toContain('fall');
    expect(textOf(since.querySelector('.one ins'))).toContain('rise');
    expect((await desk().status(Date.now())).stories.published).toBe(1);
  });

  test('compares the texts where one of them is no story yet', async () => {
    await decide(bob, { action: 'changes', note: 'Go on.' });
    await change('---\nheadline: Rates fall\n---\n\nAnother text.\n');
    expect(textOf((await open(bob)).querySelector('.one'))).toContain('added: ');
  });
});

describe('a note', () => {
  test('stands at its words and in the list, is answered, resolved and opened again', async () => {
    expect((await note(bob, { words: 'What we think.', text: 'Who is we?' })).status).toBe(303);
    await note(bob, { words: '', text: 'Good & <b>short</b>.' });
    let document = await open(ann);
    expect(textOf(document.querySelector('mark'))).toBe('What we think.');
    const link = document.querySelector('.note-link')?.getAttribute('href') ?? '';
    const thread = link.replace('#note-', '');
    expect(textOf(document.querySelector(link))).toContain('Who is we?');
    expect(document.querySelector(`${link} a[href="#passage-${thread}"]`)).not.toBeNull();
    expect(document.querySelector(`#passage-${thread}`)).not.toBeNull();
    expect(await main(ann)).toContain('On the whole draft');
    expect(await main(ann)).toContain('Good & <b>short</b>.');
    expect(await textAt(ann, `/newsroom/drafts/${id}`)).toMatch(/“What we think\.”.*Who is we\?/);
    const editor = await textAt(ann, `/newsroom/drafts/${id}/form`);
    expect(editor).toContain('2 open notes');
    expect(editor).toMatch(/Who is we\? on .?What we think\..? Show it in the text/);

    await note(ann, { thread, text: 'The newsroom.' });
    const settle = (action: string) => ann.browser.post(`/newsroom/drafts/${id}/notes/${thread}`, { action });
    expect((await settle('resolve')).status).toBe(303);
    document = await open(bob);
    expect(document.querySelector('mark')).toBeNull();
    expect(textOf(document.querySelector(link))).toContain('The newsroom.');
    expect(textOf(document.querySelector(link))).toContain('resolved');
    await settle('reopen');
    expect((await open(bob)).querySelector('mark')).not.toBeNull();
  });

  test('on words that are gone is still there, with its quotation', async () => {
    await note(bob, { words: 'What we think.', text: 'Who is we?' });
    await change(fileOf('Rates fall').replace('What we think.', 'Nothing else.'));
    const document = await open(ann);
    expect(document.querySelector('mark')).toBeNull();
    expect(textOf(document.querySelector('main'))).toContain('not in the text any more');
    expect(textOf(document.querySelector('li blockquote'))).toContain('What we think.');
  });

  test('on words that are not in the text keeps what was typed', async () => {
    const refused = await note(bob, { words: 'Never written', text: 'Why?' });
    expect(refused.status).toBe(422);
    const { document } = parseHTML(await refused.text());
    expect(textOf(document.querySelector('#note-words'))).toContain('Never written');
    expect(textOf(document.querySelector('#note-text'))).toContain('Why?');
    expect(textOf(document.querySelector('#fault-note-words'))).toContain('not in the text');
  });

  test('is offered at each part of the text', async () => {
    const [link] = [...(await open(bob)).querySelectorAll('a[href*="?start="]')].reverse();
    const [, query = ''] = /(\?start=[^#]*)#/.exec(link?.getAttribute('href') ?? '') ?? [];
    expect(textOf((await open(bob, query)).querySelector('#note-words'))).toContain('What we think.');
  });

  test('is not for other writers', async () => {
    const wim = await join('Wim Poe', 'writer');
    expect((await note(wim, { words: '', text: 'Hello' })).status).toBe(403);
    expect((await wim.browser.get(`/newsroom/drafts/${id}/review`)).status).toBe(403);
  });
});

describe('a note from the page of writing', () => {
  const json = { Accept: 'application/json' };
  const send = ({ browser }: Member, fields: Record<string, string>, path = '') =>
    browser.post(`/newsroom/drafts/${id}/notes${path}`, { version: '1', ...fields }, json);
  const listIn = async (response: Response) => {
    const { open, list } = (await response.json()) as { open: number; list: string };
    return { open, document: parseHTML(`<body>${list}</body>`).document };
  };

  test.each([
    ['headline', 'fall', 6],
    ['abstract', 'happened', 5],
    ['articleBody', 'we think', 5],
  ])('stands at its words in the field %s, is answered and resolved', async (field, words, start) => {
    const place = { field, words, start: String(start), end: String(start + words.length) };
    const { open, document } = await listIn(await send(bob, { ...place, text: 'Is it <b>so</b>?' }));
    expect(open).toBe(1);
    const button = document.querySelector('[data-go]');
    expect(button?.getAttribute('data-go')).toBe(field);
    expect(button?.getAttribute('data-start')).toBe(String(start));
    expect(textOf(button)).toBe(`“${words}”`);
    expect(textOf(document.querySelector('.difference'))).toBe('Is it <b>so</b>?');
    const thread = document.querySelector('[data-note]')?.getAttribute('data-note') ?? '';
    const answered = await listIn(await send(ann, { thread, text: 'It is.' }));
    expect(textOf(answered.document.querySelector('.other'))).toContain('It is.');
    expect((await listIn(await send(ann, { action: 'resolve' }, `/${thread}`))).open).toBe(0);
  });

  test('on words that are not in the saved text, or without words of its own, is refused as JSON', async () => {
    const place = { field: 'headline', words: 'rise', start: '6', end: '10' };
    for (const [fields, says] of [
      [{ ...place, text: 'Why?' }, 'does not have these words there'],
      [{ ...place, field: 'inLanguage', text: 'Why?' }, 'does not have these words there'],
      [{ text: ' ' }, 'The note is empty'],
    ] as const) {
      const refused = await send(bob, fields);
      expect(refused.status).toBe(422);
      expect(((await refused.json()) as { detail: string }).detail).toContain(says);
    }
  });

  test('and the list of notes are not for other writers', async () => {
    const wim = await join('Wim Poe', 'writer');
    expect((await send(wim, { text: 'Hello' })).status).toBe(403);
    expect((await wim.browser.get(`/newsroom/drafts/${id}/notes`)).status).toBe(403);
  });
});

test('a suggestion is shown beside the words, and can be taken only while they stand as they did', async () => {
  const suggestion = 'What we <i>know</i>.';
  expect((await note(bob, { words: 'What we think.', text: '', suggestion })).status).toBe(303);
  const review = await open(ann);
  expect(textOf(review.querySelector('li del'))).toBe('Instead of: What we think.');
  expect(textOf(review.querySelector('li ins'))).toBe(`suggested: ${suggestion}`);
  const offered = async () => {
    const page = await (await ann.browser.get(`/newsroom/drafts/${id}`)).text();
    return parseHTML(page).document.querySelector('[data-note]');
  };
  const button = (await offered())?.querySelector('[data-take]');
  expect(button?.getAttribute('data-take')).toBe(suggestion);
  expect(button?.getAttribute('data-words')).toBe('What we think.');
  await change(fileOf('Rates fall', evidence).replace('What we think.', 'What we still think.'));
  const changed = await offered();
  expect(changed?.querySelector('[data-take]')).toBeNull();
  expect(textOf(changed?.querySelector('[aria-disabled]'))).toBe('The words have changed since');
  const refused = await note(bob, { words: 'Never written', text: 'Why?', suggestion: 'What we know.' });
  expect(textOf(parseHTML(await refused.text()).document.querySelector('#note-suggestion'))).toContain(
    'What we know.',
  );
});
