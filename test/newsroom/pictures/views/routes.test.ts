import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Role } from '../../../../src/newsroom/people/desk/roles.ts';
import { MAX_PICTURE_BYTES } from '../../../../src/site/pictures/limits.ts';
import { reopen } from '../../../newsroom.ts';
import { pictureFile, sizeFile } from '../../../site/pictures/files.ts';
import { type Browser, browserWith, signIn } from '../../frame/browser.ts';

beforeEach(reopen);

const formWith = (file: Blob | null, fields: Record<string, string> = {}, name = 'rose.jpg') => {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  if (file) form.append('picture', file, name);
  return form;
};
const fileOf = (name: string) => new Blob([pictureFile(name)]);

const upload = (browser: Browser, form: FormData, headers: Record<string, string> = {}) =>
  browser.upload('/newsroom/pictures', form, headers);
const asScript = { Accept: 'application/json' };

const signedIn = (role: Role = 'writer', name = 'Ann Lee') => signIn(name, role);
const only = async () => {
  const [picture, ...others] = await deskOf(env).media.list({ limit: 10 });
  expect(others).toEqual([]);
  if (!picture) throw new Error('No picture is stored.');
  return picture;
};

describe('an uploaded picture', () => {
  test('is stored with what was typed, and leads to its page', async () => {
    const ann = await signedIn();
    const answer = await upload(ann, formWith(fileOf('photo.jpg'), { alt: 'A rose', credit: 'Ann' }));
    const picture = await only();
    expect(picture).toMatchObject({ alt: 'A rose', credit: 'Ann', by: 'Ann Lee', name: 'rose.jpg' });
    expect([answer.status, answer.headers.get('Location')]).toEqual([
      303,
      `/newsroom/pictures/${picture.hash}?done=uploaded`,
    ]);
    const page = await (await ann.get(answer.headers.get('Location') ?? '')).text();
    expect(page).toContain('The picture is uploaded.');
    expect(page).toContain(`<img src="${picture.url}" alt="A rose" width="32" height="48"`);
    expect(page).toContain(`<code>![A rose](${picture.url}#32x48 &quot;Ann&quot;)</code>`);
    expect((await exports.default.fetch(`https://news.example${picture.url}`)).status).toBe(200);
  });

  test('has the smaller sizes that the browser sends with it, without what is none', async () => {
    const form = formWith(new Blob([sizeFile('photo.jpg')]));
    for (const name of ['photo-320.webp', 'square-320.webp', 'photo-500.webp', 'photo.jpg', 'photo-640.webp'])
      form.append('size', new Blob([sizeFile(name as 'photo.jpg')]), 'size');
    form.append('size', 'no file');
    await upload(await signedIn(), form);
    expect((await only()).sizes.map(({ width }) => width)).toEqual([320, 640]);
  });

  test('is what a script is told, to fill in a draft', async () => {
    const answer = await upload(await signedIn(), formWith(fileOf('photo.png'), { alt: 'A rose' }), asScript);
    expect(answer.status).toBe(200);
    const { hash } = await only();
    expect(await answer.json()).toEqual({
      name: 'rose.jpg',
      url: `/media/${hash}.png`,
      width: 32,
      height: 48,
      encodingFormat: 'image/png',
      alt: 'A rose',
      credit: null,
    });
  });

  test('is refused for its texts in the words of its page, whoever asks', async () => {
    const form = formWith(fileOf('photo.png'), { alt: 'x'.repeat(501) });
    const answer = await upload(await signedIn(), form, asScript);
    const { detail } = await answer.json<{ detail: string }>();
    expect([answer.status, detail]).toEqual([422, expect.stringMatching(/^The description .*500/)]);
    const page = await upload(await signedIn('writer', 'Bob'), form);
    expect(await page.text()).toContain(detail);
  });

  test('goes into the draft that it was uploaded for', async () => {
    const answer = await upload(await signedIn(), formWith(fileOf('photo.jpg'), { draft: 'd/1' }));
    const { hash } = await only();
    expect(answer.headers.get('Location')).toBe(`/newsroom/drafts/d%2F1?picture=${hash}`);
  });

  test('that is known says so', async () => {
    const ann = await signedIn();
    await upload(ann, formWith(fileOf('photo.jpg')));
    const again = await upload(ann, formWith(fileOf('photo.jpg')));
    const page = await (await ann.get(again.headers.get('Location') ?? '')).text();
    expect(page).toContain('This picture was uploaded before.');
  });

  test('that is known with other texts keeps them, and nothing that was typed is lost', async () => {
    const ann = await signedIn();
    await upload(ann, formWith(fileOf('photo.jpg'), { alt: 'A rose' }));
    const typed = { alt: 'A red rose', credit: '', draft: 'd1' };
    const answer = await upload(ann, formWith(fileOf('photo.jpg'), typed));
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).toContain('description “A rose”');
    expect(page).toContain('value="A red rose"');
    const { alt, hash } = await only();
    expect(alt).toBe('A rose');
    expect(page).toContain(`href="/newsroom/drafts/d1?picture=${hash}"`);
    const saved = await ann.post(`/newsroom/pictures/${hash}`, typed);
    expect(saved.headers.get('Location')).toBe(`/newsroom/drafts/d1?picture=${hash}`);
    expect(await only()).toMatchObject({ alt: 'A red rose' });
  });
});

describe('a refused upload', () => {
  const script = new Blob(['<script>alert(1)</script>']);

  test('keeps what was typed, and says what is wrong at the field', async () => {
    const form = formWith(script, { alt: 'A "rose"', credit: 'Ann', draft: 'd1' });
    const answer = await upload(await signedIn(), form);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('value="A &quot;rose&quot;"');
    expect(page).toContain('value="Ann"');
    expect(page).toContain('name="draft" value="d1"');
    expect(page).toMatch(/id="fault-picture">This is a web page or other markup, not a picture/);
    expect(page).toMatch(/<input[^>]*type="file"[^>]*aria-describedby="hint-picture fault-picture"/);
  });

  test('says what is wrong with a text, at that text', async () => {
    const answer = await upload(await signedIn(), formWith(fileOf('photo.jpg'), { alt: 'x'.repeat(501) }));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/id="fault-alt">The description must have at most 500/);
  });

  test('is a problem document for a script', async () => {
    const answer = await upload(await signedIn(), formWith(script), asScript);
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([422, 'application/problem+json']);
    expect(await answer.json()).toMatchObject({ detail: /not a picture/ });
  });

  test('of more than 10 MB is not read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++;
        if (sent === 1) {
          const head = '--x\r\nContent-Disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\n';
          controller.enqueue(new TextEncoder().encode(head));
        } else controller.enqueue(new Uint8Array(1_000_000));
      },
    });
    const headers = { ...asScript, 'Content-Type': 'multipart/form-data; boundary=x' };
    const answer = await (await signedIn()).upload('/newsroom/pictures', endless, headers);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ detail: /more than 10 MB/ });
    expect(sent).toBeLessThan(20);
  });

  test.each([
    ['30 MB are read to their end, because a browser shows no answer before', 30_000_000, 30],
    ['10 GB are not', 10_000_000_000, 2],
  ])('of a stated %s', async (_what, length, most) => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ < 30) controller.enqueue(new Uint8Array(1_000_000));
        else controller.close();
      },
    });
    const headers = {
      ...asScript,
      'Content-Type': 'multipart/form-data; boundary=x',
      'Content-Length': String(length),
    };
    const answer = await (await signedIn()).upload('/newsroom/pictures', body, headers);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ detail: /more than 10 MB/ });
    if (most === 30) expect(sent).toBe(31);
    else expect(sent).toBeLessThanOrEqual(most);
  });

  test('of a little more than 10 MB is refused as too large', async () => {
    const answer = await upload(
      await signedIn(),
      formWith(new Blob([new Uint8Array(MAX_PICTURE_BYTES + 1)])),
    );
    expect(answer.status).toBe(413);
    expect(await answer.text()).toMatch(/id="fault-picture">The picture has more than 10 MB/);
  });

  test.each([
    ['no file', formWith(null), 422, 'The file is empty'],
    ['an empty file', formWith(new Blob([])), 422, 'The file is empty'],
  ])('%s', async (_, form, status, detail) => {
    const answer = await upload(await signedIn(), form);
    expect([answer.status, (await answer.text()).includes(detail)]).toEqual([status, true]);
  });

  test('a body that is no form, or breaks off', async () => {
    const ann = await signedIn();
    expect((await ann.post('/newsroom/pictures', { alt: 'x' })).status).toBe(415);
    const broken = { ...asScript, 'Content-Type': 'multipart/form-data; boundary=x' };
    const answer = await ann.upload('/newsroom/pictures', '--x\r\nContent-Disp', broken);
    expect([answer.status, await answer.json()]).toMatchObject([400, { detail: /did not arrive whole/ }]);
  });

  test('of a stranger, or from another site', async () => {
    const form = formWith(fileOf('photo.jpg'));
    expect((await upload(browserWith(undefined), form)).status).toBe(401);
    const ann = await signedIn();
    expect((await upload(ann, form, { Origin: 'https://evil.example' })).status).toBe(403);
    expect(await deskOf(env).media.list({ limit: 1 })).toEqual([]);
  });
});

describe('the list', () => {
  test('shows each picture with what is known of it, and what is missing', async () => {
    const ann = await signedIn();
    await upload(ann, formWith(fileOf('photo.jpg'), {}, '<b>.jpg'));
    const { url, hash } = await only();
    const page = await (await ann.get('/newsroom/pictures')).text();
    expect(page).toContain(`src="${url}"`);
    expect(page).toContain(`href="/newsroom/pictures/${hash}"`);
    expect(page).toContain('&lt;b&gt;.jpg');
    expect(page).toContain('no description');
    expect(page).toMatch(/32 × 48 pixels, JPEG, \d kB\. Uploaded by Ann Lee, /);
    expect(page).not.toContain('Use in the draft');
  });

  test('offers each picture to a draft', async () => {
    const ann = await signedIn();
    await upload(ann, formWith(fileOf('photo.jpg')));
    const { hash } = await only();
    const page = await (await ann.get('/newsroom/pictures?draft=d1')).text();
    expect(page).toContain(`href="/newsroom/drafts/d1?picture=${hash}"`);
    expect(page).toContain('name="draft" value="d1"');
  });

  test('goes on to older pictures', async () => {
    const ann = await signedIn();
    for (let n = 0; n < 26; n++) {
      const facts = { extension: 'png', width: 1, height: 1, bytes: 1, name: `${n}.png`, ...TEXTS } as const;
      const added = { actor: { name: 'Ann Lee', role: 'writer', person: ann.person }, now: n } as const;
      await deskOf(env).media.add({ ...facts, hash: n.toString(16).padStart(64, '0') }, added);
    }
    const first = await (await ann.get('/newsroom/pictures?draft=d1')).text();
    const [, next = ''] = /href="([^"]*before=[^"]*)"/.exec(first) ?? [];
    const second = await (await ann.get(next.replaceAll('&amp;', '&'))).text();
    const namesIn = (page: string) => Array.from(page.matchAll(/>(\d+)\.png</g), ([, name]) => Number(name));
    expect(new Set([...namesIn(first), ...namesIn(second)]).size).toBe(26);
    expect(second).toContain('name="draft" value="d1"');
    expect(second).not.toContain('before=');
    expect((await ann.get('/newsroom/pictures?before=nonsense')).status).toBe(200);
  });
});

const TEXTS = { alt: null, credit: null };

describe('the texts of a picture', () => {
  test('that a draft says first are kept, and replace none', async () => {
    const ann = await signedIn();
    await upload(ann, formWith(fileOf('photo.jpg'), { credit: 'Ann' }));
    const { hash } = await only();
    const say = (alt: string) => ann.post(`/newsroom/pictures/${hash}`, { alt, lacking: '1' });
    await say('A rose');
    await say('Another');
    expect(await only()).toMatchObject({ alt: 'A rose', credit: 'Ann' });
  });

  test('are changed on its page', async () => {
    const ann = await signedIn();
    await upload(ann, formWith(fileOf('photo.jpg')));
    const { hash } = await only();
    const answer = await ann.post(`/newsroom/pictures/${hash}`, { alt: 'A rose', credit: '' });
    expect([answer.status, answer.headers.get('Location')]).toEqual([
      303,
      `/newsroom/pictures/${hash}?done=saved`,
    ]);
    expect(await only()).toMatchObject({ alt: 'A rose', credit: null });
  });

  test('stay in the form if they are refused', async () => {
    const ann = await signedIn();
    await upload(ann, formWith(fileOf('photo.jpg')));
    const { hash } = await only();
    const answer = await ann.post(`/newsroom/pictures/${hash}`, { alt: 'A rose', credit: 'y'.repeat(301) });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('value="A rose"');
    expect(page).toMatch(/id="fault-credit">The credit must have at most 300/);
    expect(await only()).toMatchObject({ alt: null });
    const other = await signedIn('writer', 'Wen');
    expect((await other.post(`/newsroom/pictures/${hash}`, { alt: 'A rose', credit: '' })).status).toBe(403);
  });

  test('of a picture that is not there are a page that says so', async () => {
    const ann = await signedIn();
    expect((await ann.get(`/newsroom/pictures/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await ann.post('/newsroom/pictures/x', { alt: '', credit: '' })).status).toBe(404);
  });
});
