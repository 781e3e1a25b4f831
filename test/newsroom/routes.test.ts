import { describe, expect, test } from 'vitest';
import { browserWith, signIn } from './browser.ts';

describe('the newsroom', () => {
  test('asks a stranger to sign in, and leads back afterwards', async () => {
    const answer = await browserWith(undefined).get('/newsroom/drafts?state=draft');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location')).toBe(
      '/newsroom/sign-in?then=%2Fnewsroom%2Fdrafts%3Fstate%3Ddraft',
    );
  });

  test('tells a script that the session has ended', async () => {
    const answer = await browserWith('forged').get('/newsroom', { Accept: 'application/json' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ title: 'Signed out', status: 401 });
  });

  test('lets in whoever is signed in, keeps nothing, and runs no inline script', async () => {
    const answer = await (await signIn('Ann Lee', 'editor')).get('/newsroom');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Ann Lee');
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.headers.get('X-Robots-Tag')).toBe('noindex');
    expect(answer.headers.get('Content-Security-Policy')).not.toContain('unsafe-inline');
  });

  test('refuses a change from another site', async () => {
    const ann = await signIn('Ann Lee', 'editor');
    for (const Origin of ['https://evil.example', 'null', 'https://news.example.evil.example']) {
      const answer = await ann.post('/newsroom/drafts', {}, { Origin });
      expect(answer.status, Origin).toBe(403);
      expect(await answer.text()).toContain('nothing was changed');
    }
  });
});
