import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MAX_EXAMINED } from '../../../../src/newsroom/stories/desk/story-lists.ts';
import { ann as editor } from '../../../actors.ts';
import { desk, drain, read, reopen } from '../../../newsroom.ts';
import { deskObject, runInside, searchObject } from '../../../objects.ts';
import { publishStory } from '../../../published-stories.ts';
import { fillIndex } from '../../../search/fill-index.ts';
import { setReviewPolicy } from '../../drafts/desk/newsroom.ts';
import { type Browser, signIn } from '../../frame/browser.ts';

let ann: Browser;

beforeEach(async () => {
  await reopen();
  ann = await signIn('Ann Lee', 'editor');
});

afterEach(() => vi.restoreAllMocks());

const text = async (path: string, browser = ann) => (await browser.get(path)).text();
const main = async (path: string, browser = ann) =>
  /<main.*<\/main>/s.exec(await text(path, browser))?.[0] ?? '';
const revisionOf = async (slug: string) => {
  const found = await desk().findStory(slug);
  return found && 'row' in found ? found.row.revision : undefined;
};
const headlineOf = async (slug: string) => {
  const found = await desk().findStory(slug);
  return found && 'record' in found ? found.record.headline : undefined;
};

describe('the list of stories', () => {
  test('shows each with its state, its own language, and ways to go on', async () => {
    await publishStory('one', { headline: 'خبر', inLanguage: 'ar', author: [{ name: 'Bo' }] });
    await publishStory('soon', { datePublished: '2999-01-01T10:00:00Z' });
    const page = await main('/newsroom/stories');
    expect(page).toContain('<a href="/newsroom/stories/one" lang="ar" dir="rtl">خبر</a>');
    expect(page).toContain('href="https://news.example/stories/one"');
    expect(page).toContain('href="/newsroom/stories/soon/correct"');
    expect(page).not.toContain('https://news.example/stories/soon');
    expect(page).toMatch(/Scheduled.*1 Jan 2999, 10:00/s);
  });

  test('keeps what was searched for in its form and links', async () => {
    await publishStory('one', { keywords: ['web-feeds'] });
    const page = await main(
      '/newsroom/stories?q=one+%3Cb%3E&topic=web-feeds&source=https%3A%2F%2Fwww.w3.org%2Fx&status=published',
    );
    expect(page).toContain('value="one &lt;b&gt;"');
    expect(page).toMatch(/<option value="web-feeds" selected/);
    expect(page).toContain(
      'href="/newsroom/stories?q=one+%3Cb%3E&amp;status=withdrawn&amp;topic=web-feeds&amp;source=',
    );
    expect(page).toContain('No story has all of that.');
    expect(await main('/newsroom/stories?topic=web-feeds')).toContain('/newsroom/stories/one"');
  });

  test('says what is wrong with a source, and keeps it', async () => {
    const answer = await ann.get('/newsroom/stories?source=not+a+site');
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('“not a site”');
    expect(page).toContain('value="not a site"');
  });

  test('leads from page to page', async () => {
    for (let n = 1; n <= 31; n++) await publishStory(`s-${n}`);
    const first = await main('/newsroom/stories');
    const [, next = ''] = /class="button" href="([^"]+)">Next page/.exec(first) ?? [];
    expect(first).not.toContain('/newsroom/stories/s-1"');
    const second = await main(next.replaceAll('&amp;', '&'));
    expect(second).toContain('/newsroom/stories/s-1"');
    expect(second).toContain('Back to the newest');
    expect(second).not.toContain('Next page');
  });

  test('is there for a writer, without what only an editor may do', async () => {
    await publishStory('one');
    const bo = await signIn('Bo', 'writer');
    expect(await main('/newsroom/stories', bo)).toContain('/newsroom/stories/one"');
    expect(await main('/newsroom/stories/one', bo)).toContain('ask an editor');
    expect((await bo.get('/newsroom/stories/one/withdraw')).status).toBe(403);
    for (const [action, fields] of [
      ['withdraw', { reason: 'Wrong.' }],
      ['rename', { slug: 'two' }],
    ] as const) {
      const answer = await bo.post(`/newsroom/stories/one/${action}`, { revision: '1', ...fields });
      expect(answer.status, action).toBe(403);
      expect(await answer.text()).toContain('Bo is a writer.');
    }
    expect(await revisionOf('one')).toBe(1);
  });
});

describe('the search in full text', () => {
  const CITED = 'https://www.w3.org/news';
  const NO_FULL_TEXT = 'Full text is not available at present.';
  const slugsIn = (page: string) =>
    Array.from(page.matchAll(/<p class="title"><a href="\/newsroom\/stories\/([^"]+)"/g), ([, slug]) => slug);
  const cites = (name: string) => ({
    articleBody: `Counted twice.([W3C](${CITED}))`,
    citation: [{ url: CITED, name }],
  });

  test('finds words of the analysis and of sources, in one list with what the index does not have', async () => {
    await publishStory('source', cites('Zebras of the savanna'));
    await publishStory('analysis', { articleBody: 'All zebras **of the** savanna are striped.' });
    await publishStory('neither');
    await publishStory('soon', { abstract: 'Zebras.', datePublished: '2999-01-01T10:00:00Z' });
    await publishStory('gone', { abstract: 'Zebras.' });
    await desk().withdraw('gone', { expected: 'any', actor: editor, now: Date.now(), reason: 'Wrong.' });
    await fillIndex();
    const find = async (parameters: string) => slugsIn(await main(`/newsroom/stories?${parameters}`));
    expect(await find('q=zebras')).toEqual(['soon', 'gone', 'analysis', 'source']);
    expect(await find('q=zebra')).toEqual(['soon', 'gone', 'analysis', 'source']);
    expect(await find('q=zebras&status=published')).toEqual(['analysis', 'source']);
    expect(await find('q=zebras&status=withdrawn')).toEqual(['gone']);
    expect(await find('q=zebras&source=w3.org')).toEqual(['source']);
    expect(await find('q=%22zebras+of+the+savanna%22')).toEqual(['analysis', 'source']);
    expect(await main('/newsroom/stories?q=zebras')).not.toContain(NO_FULL_TEXT);
  });

  test('applies an author, also by a part of the name', async () => {
    await publishStory('one', { ...cites('Zebras'), author: [{ name: 'Bea Lindqvist' }] });
    await publishStory('two', { ...cites('Zebras'), author: [{ name: 'Cy' }] });
    await fillIndex();
    for (const author of ['lind', 'Bea+Lindqvist'])
      expect(slugsIn(await main(`/newsroom/stories?q=zebras&author=${author}`)), author).toEqual(['one']);
  });

  test('shows stories beyond those that one page examines', async () => {
    await publishStory('first', cites('Zebras'));
    await fillIndex();
    await runInside(deskObject(), (_desk, { storage: { sql } }) => {
      sql.exec(
        `WITH RECURSIVE n (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n <= ${4 * MAX_EXAMINED})
         INSERT INTO story (slug, identifier, status, revision, due, article, entry, changed)
         SELECT 's-' || n, 'tag:' || n, 'published', 1, due + n, article, entry, changed
         FROM n, story WHERE story.slug = 'first'`,
      );
      sql.exec("INSERT INTO place SELECT 'all', id, id, 1 FROM story WHERE id > 1");
    });
    const page = await main('/newsroom/stories?q=zebras');
    expect(page).toContain('Further back');
    expect(slugsIn(page)).toEqual(['first']);
    const [, older = ''] = /class="button" href="([^"]+)">Search older stories/.exec(page) ?? [];
    const next = await main(older.replaceAll('&amp;', '&'));
    expect(next).not.toContain('Further back');
    expect(slugsIn(next)).toEqual(['first']);
  });

  test('lists what the Desk finds, and says so, if the index fails', async () => {
    await publishStory('source', cites('Zebras'));
    await publishStory('analysis', { articleBody: 'All zebras are striped.' });
    await fillIndex();
    await runInside(searchObject(), (_search, { storage }) => {
      storage.sql.exec('DROP TABLE story');
    });
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const page = await main('/newsroom/stories?q=zebras');
    expect(slugsIn(page)).toEqual(['analysis']);
    expect(page).toContain(NO_FULL_TEXT);
    expect(logged).toHaveBeenCalledWith(expect.stringContaining('search-failed'));
    for (const parameters of ['', '?status=published', '?q=zebras&status=scheduled', '?q=%25'])
      expect(await main(`/newsroom/stories${parameters}`), parameters).not.toContain(NO_FULL_TEXT);
  });
});

describe('a story', () => {
  test('has its facts and its revisions, the newest first', async () => {
    await publishStory('one', { headline: 'First', keywords: ['web-feeds'] });
    await publishStory('one', { headline: 'Second <b>', keywords: ['web-feeds'] });
    const page = await main('/newsroom/stories/one');
    expect(page).toContain('<h1><span lang="en" dir="ltr">Second &lt;b&gt;</span></h1>');
    expect(page.indexOf('Revision 2')).toBeLessThan(page.indexOf('Revision 1<'));
    expect(page).toContain('href="/newsroom/stories/one/compare?from=1&amp;to=2"');
    expect(page).toContain('href="/newsroom/stories/one/revert?to=1"');
    expect(page).toContain('href="/newsroom/stories?topic=web-feeds"');
  });

  test('that nobody knows is not found, whatever its address', async () => {
    for (const slug of ['none', 'No%20Such', '%3Cb%3E', 'a'.repeat(300)]) {
      const answer = await ann.get(`/newsroom/stories/${slug}`);
      expect(answer.status, slug).toBe(404);
      expect(await answer.text()).not.toContain('<b>');
    }
  });
});

describe('a comparison', () => {
  test('marks the words that differ, in every field', async () => {
    await publishStory('one', { headline: 'Rates fall', inLanguage: 'en' });
    await publishStory('one', {
      headline: 'Rates rise',
      keywords: ['web-feeds'],
      dateModified: '2026-03-05T09:30:00Z',
    });
    await publishStory('one', { headline: 'Rates stay' });
    const page = await main('/newsroom/stories/one/compare?from=1&to=2');
    expect(page).toMatch(/Rates <del>.*fall<\/del><ins>.*rise<\/ins>/s);
    expect(page).toContain('<h2>Topics</h2>');
    expect(page).toContain('<h2>Time of the last change</h2>');
    expect(await main('/newsroom/stories/one/compare?from=3&to=1')).toMatch(/stay<\/del><ins>.*fall/s);
    expect(await main('/newsroom/stories/one/compare?from=2&to=2')).toContain('The two are the same.');
    for (const query of ['from=1&to=4', 'from=0&to=1', 'from=1.5&to=2', 'from=x&to=2', 'from=&to=2']) {
      expect((await ann.get(`/newsroom/stories/one/compare?${query}`)).status, query).toBe(404);
    }
  });
});

describe('correcting', () => {
  test('opens a draft of the story, for a writer too, and the same one the second time', async () => {
    await publishStory('one', { articleBody: 'Said there.([w3.org](https://www.w3.org/x))' });
    expect(await main('/newsroom/stories/one')).toContain('?source=w3.org"');
    const bo = await signIn('Bo', 'writer');
    expect(await main('/newsroom/stories/one/correct', bo)).toContain('write a correction notice');
    const answer = await bo.post('/newsroom/stories/one/correct', { revision: '1' });
    expect(answer.status).toBe(303);
    const location = answer.headers.get('Location');
    expect(location).toMatch(/^\/newsroom\/drafts\/[0-9a-f]{32}\?add=correction$/);
    const form = await main(String(location), bo);
    // The form asks for a notice, and proposes today as the day of the change.
    expect(form).toContain('name="correction.0.text"');
    const today = new Date().toISOString().slice(0, 10);
    expect(form).toMatch(
      new RegExp(`name="dateModified.day"[^>]*value="${today}"|value="${today}"[^>]*name="dateModified.day"`),
    );
    const again = await ann.post('/newsroom/stories/one/correct', { revision: '1' });
    expect(again.headers.get('Location')).toBe(location);
    const cy = await signIn('Cy', 'writer');
    const refused = await cy.post('/newsroom/stories/one/correct', { revision: '1' });
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('This draft is by Bo.');
    expect(await revisionOf('one')).toBe(1);
  });

  test('is not for a withdrawn story', async () => {
    await publishStory('one');
    await ann.post('/newsroom/stories/one/withdraw', { revision: '1', reason: 'Wrong.' });
    expect((await ann.get('/newsroom/stories/one/correct')).status).toBe(409);
    expect((await ann.post('/newsroom/stories/one/correct', { revision: '2' })).status).toBe(409);
  });
});

describe('withdrawing and restoring', () => {
  test('withdraws with a reason that readers see, and brings the story back', async () => {
    await publishStory('one');
    await drain();
    expect(await main('/newsroom/stories/one/withdraw')).toContain('name="revision" value="1"');
    const answer = await ann.post('/newsroom/stories/one/withdraw', {
      revision: '1',
      reason: 'The report\r\nwas wrong.',
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location')).toBe('/newsroom/stories/one?done=withdrawn');
    await drain();
    const gone = await read('/stories/one');
    expect(gone.status).toBe(410);
    expect(await gone.text()).toContain('The report');
    const page = await main('/newsroom/stories/one?done=withdrawn');
    expect(page).toContain('The story is withdrawn.');
    expect(page).toContain('/newsroom/stories/one/restore');
    expect((await ann.post('/newsroom/stories/one/restore', { revision: '2' })).status).toBe(303);
    await drain();
    expect((await read('/stories/one')).status).toBe(200);
    const again = await ann.post('/newsroom/stories/one/restore', { revision: '3' });
    expect(again.status).toBe(409);
  });

  test('asks for the reason at its field, and keeps what was typed', async () => {
    await publishStory('one');
    for (const [reason, fault] of [
      [' \n', 'Write why'],
      ['x'.repeat(2001), 'The reason has 2,001 characters'],
      ['It was\u0007 wrong', 'The reason '],
    ] as const) {
      const answer = await ann.post('/newsroom/stories/one/withdraw', { revision: '1', reason });
      expect(answer.status).toBe(422);
      const page = await answer.text();
      expect(page).toMatch(new RegExp(`id="fault-reason">\\s*${fault}`));
      expect(page).toContain('aria-invalid="true"');
      if (reason.length > 2000) expect(page).toContain('x'.repeat(2001));
    }
    expect(await revisionOf('one')).toBe(1);
  });

  test('replaces nothing unseen: says who changed what, keeps the reason, and takes it the second time', async () => {
    await publishStory('one', { headline: 'First' });
    await publishStory('one', { headline: 'Second' });
    const answer = await ann.post('/newsroom/stories/one/withdraw', { revision: '1', reason: 'Was wrong.' });
    expect(answer.status).toBe(412);
    const page = await answer.text();
    expect(page).toMatch(/Nothing was changed, because <bdi>ann<\/bdi> made\s+revision\s+2/);
    expect(page).toContain('/newsroom/stories/one/compare?from=1&amp;to=2');
    expect(page).toContain('Was wrong.</textarea>');
    expect(page).toContain('name="revision" value="2"');
    expect((await ann.post('/newsroom/stories/one/withdraw', { reason: 'Was wrong.' })).status).toBe(400);
    expect(await revisionOf('one')).toBe(2);
  });
});

describe('merging', () => {
  test('leads readers to the other story, by its address or the last part of it', async () => {
    await publishStory('keep');
    await publishStory('twice');
    await drain();
    for (const [into, fault] of [
      ['', 'Which story'],
      ['Not a slug', 'is no address'],
    ] as const) {
      const answer = await ann.post('/newsroom/stories/twice/merge', { revision: '1', into });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain(fault);
    }
    expect((await ann.post('/newsroom/stories/twice/merge', { revision: '1', into: 'none' })).status).toBe(
      404,
    );
    const into = 'https://news.example/stories/keep?utm=1#x';
    expect((await ann.post('/newsroom/stories/twice/merge', { revision: '1', into })).status).toBe(303);
    await drain();
    expect((await read('/stories/twice')).headers.get('Location')).toMatch(/\/stories\/keep$/);
    expect(await main('/newsroom/stories')).toMatch(/Merged.*leads to <a href="\/newsroom\/stories\/keep"/s);
  });
});

describe('renaming', () => {
  test('gives a new address, to which the old one leads, here too', async () => {
    await publishStory('old-name');
    await publishStory('taken');
    await drain();
    const answer = await ann.post('/newsroom/stories/old-name/rename', { revision: '1', slug: ' new-name ' });
    expect(answer.headers.get('Location')).toBe('/newsroom/stories/new-name?done=renamed');
    await drain();
    expect((await read('/stories/old-name')).headers.get('Location')).toMatch(/\/stories\/new-name$/);
    const moved = await ann.get('/newsroom/stories/old-name/compare?from=1&to=2');
    expect(moved.headers.get('Location')).toBe('/newsroom/stories/new-name/compare?from=1&to=2');
    expect(await main('/newsroom/stories/new-name')).toContain('https://news.example/stories/old-name');
  });

  test('refuses an address that is none, is the present one, or is another story’s', async () => {
    await publishStory('one');
    await publishStory('taken');
    for (const [slug, status, fault] of [
      ['', 422, 'cannot be part of an address'],
      ['Ünïcode', 422, 'cannot be part of an address'],
      ['one', 422, 'That is the present address'],
      ['taken', 409, 'belong to two stories'],
    ] as const) {
      const answer = await ann.post('/newsroom/stories/one/rename', { revision: '1', slug });
      expect(answer.status, slug).toBe(status);
      const page = await answer.text();
      expect(page).toContain(fault);
      expect(page).toContain(`value="${slug}"`);
    }
    expect(await revisionOf('one')).toBe(1);
  });
});

describe('reverting', () => {
  test('publishes an earlier revision as a new one, and keeps corrections', async () => {
    const correction = [{ text: 'It said ten.', datePublished: '2026-03-05T09:30:00Z' }];
    await publishStory('one', { headline: 'First' });
    await publishStory('one', { headline: 'Second', correction });
    const page = await main('/newsroom/stories/one/revert?to=1');
    expect(page).toMatch(/Second<\/del><ins>.*First/s);
    expect(page).toMatch(/correction notice [^<]*stays/);
    const answer = await ann.post('/newsroom/stories/one/revert', { revision: '2', to: '1' });
    expect(answer.headers.get('Location')).toBe('/newsroom/stories/one?done=reverted');
    expect([await headlineOf('one'), await revisionOf('one')]).toEqual(['First', 3]);
    const back = await ann.post('/newsroom/stories/one/revert', { revision: '3', to: '2' });
    expect(back.status).toBe(303);
    expect([await headlineOf('one'), await revisionOf('one')]).toEqual(['Second', 4]);
    expect((await desk().revisions('one'))?.length).toBe(4);
  });

  test('needs no other review where the newsroom asks for one: readers have seen the text and the corrections', async () => {
    const correction = [{ text: 'It said ten.', datePublished: '2026-03-05T09:30:00Z' }];
    await publishStory('one', { headline: 'First' });
    await publishStory('one', { headline: 'Second', dateModified: '2026-03-05T09:30:00Z', correction });
    setReviewPolicy('one');
    expect((await ann.post('/newsroom/stories/one/revert', { revision: '2', to: '1' })).status).toBe(303);
    expect([await headlineOf('one'), await revisionOf('one')]).toEqual(['First', 3]);
    expect((await ann.post('/newsroom/stories/one/rename', { revision: '3', slug: 'two' })).status).toBe(303);
  });

  test('is refused for a revision that is not there, a withdrawn story, and one that changed meanwhile', async () => {
    await publishStory('one', { headline: 'First' });
    await publishStory('one', { headline: 'Second' });
    await publishStory('one', { headline: 'Third' });
    expect((await ann.get('/newsroom/stories/one/revert?to=9')).status).toBe(404);
    const stale = await ann.post('/newsroom/stories/one/revert', { revision: '2', to: '1' });
    expect(stale.status).toBe(412);
    expect(await stale.text()).toContain('name="revision" value="3"');
    await ann.post('/newsroom/stories/one/withdraw', { revision: '3', reason: 'Wrong.' });
    expect((await ann.get('/newsroom/stories/one/revert?to=1')).status).toBe(409);
    expect((await ann.post('/newsroom/stories/one/revert', { revision: '4', to: '1' })).status).toBe(409);
    expect(await revisionOf('one')).toBe(4);
  });
});
