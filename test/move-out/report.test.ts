import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { FORMATS, type Format } from '../../src/move/out/losses.ts';
import { moveOut } from '../../src/move/out/move-out.ts';
import { EACH_FIELD, statedStory } from '../each-field.ts';
import { exportLines, inFormat, kindsOf, PICTURE, samples, site, storyOf } from './exported.ts';

const SECRET = 'What nobody may read any more.';

/** Everything that was written beside each other, in one text. */
async function allWritten(target: string): Promise<string> {
  if ((await stat(target)).isFile()) return readFile(target, 'utf8');
  const names = await readdir(target, { recursive: true });
  const texts = await Promise.all(names.map((name) => readFile(join(target, name), 'utf8').catch(() => '')));
  return [...names, ...texts].join('\n');
}

describe.each(FORMATS)('an export as %s', (format: Format) => {
  test('has no withdrawn story, and says so', async () => {
    const gone = storyOf({ slug: 'gone', headline: SECRET, abstract: SECRET, articleBody: SECRET });
    const lines = exportLines([{ record: storyOf() }, { record: gone, status: 'withdrawn' }]);
    await inFormat(format, lines, async (target, report) => {
      const written = await allWritten(target);
      expect(written).toContain('What we think.');
      expect(written).not.toContain(SECRET);
      expect(written).not.toContain('stories/gone');
      expect(report.counts.stories).toBe(1);
      expect(await readFile(`${target}.report.md`, 'utf8')).toContain(
        '- /stories/gone: **withdrawn**: a withdrawn story: It was wrong. → left out\n',
      );
    });
  });

  test('says how many revisions a story had, in how many lines they were exported', async () => {
    const record = storyOf();
    const history = { history: { identifier: record.identifier, revisions: [{}, {}] } };
    await inFormat(format, exportLines([{ record, earlier: 1 }], [history]), async (target, report) => {
      expect(kindsOf(report).history).toBe(1);
      expect(await readFile(`${target}.report.md`, 'utf8')).toContain(
        '**history**: 4 revisions → the newest one',
      );
      expect(await allWritten(target)).not.toContain('An older headline');
    });
  });

  test.each(EACH_FIELD)('has $field of a story, or says what becomes of it', async ({ changed }) => {
    const [one, other] = await Promise.all(
      [statedStory, changed].map((record) =>
        inFormat(format, exportLines([{ record }]), async (target) => ({
          written: await allWritten(target),
          lines: (await readFile(`${target}.report.md`, 'utf8')).match(/^- .*/gm),
        })),
      ),
    );
    expect(other).not.toEqual(one);
  });

  test('has nothing of what a line says is left out', async () => {
    await inFormat(format, exportLines([{ record: statedStory }]), async (target) => {
      const written = await allWritten(target);
      const report = await readFile(`${target}.report.md`, 'utf8');
      for (const [, was = ''] of report.matchAll(/\*\*: (.*) → left out$/gm))
        expect(written).not.toContain(was);
    });
  });

  test('is the same each time', async () => {
    const lines = exportLines(samples.map((record) => ({ record })));
    const twice = [0, 1].map(() => inFormat(format, lines, (target) => allWritten(target)));
    const [one, other] = await Promise.all(twice);
    expect(one).toBe(other);
  });

  test('that is cut off leaves nothing behind that looks whole', async () => {
    await inFormat(format, [], async (_target, _report, folder) => {
      const before = await readdir(folder);
      const broken = moveOut({
        format,
        target: join(folder, 'broken'),
        site,
        lines: (async function* () {
          yield* exportLines([{ record: storyOf() }]);
          throw new Error('cut off');
        })(),
        findPicture: async () => PICTURE,
      });
      await expect(broken).rejects.toThrow(
        /^The export was cut off: .*\. Nothing was written\. Run the same command again\.$/,
      );
      expect(await readdir(folder)).toEqual(before);
    });
  });
});

test('a scheduled story stays scheduled, and is in no feed', async () => {
  const record = storyOf({ datePublished: '2199-01-01T00:00:00Z' });
  const lines = exportLines([{ record, status: 'scheduled' }]);
  await inFormat('wxr', lines, async (target) =>
    expect(await readFile(target, 'utf8')).toContain('<wp:status><![CDATA[future]]></wp:status>'),
  );
  await inFormat('ghost', lines, async (target) =>
    expect(JSON.parse(await readFile(target, 'utf8')).db[0].data.posts).toMatchObject([
      { status: 'scheduled', published_at: '2199-01-01T00:00:00.000Z' },
    ]),
  );
  await inFormat('jsonfeed', lines, async (target, report) => {
    expect(JSON.parse(await readFile(target, 'utf8')).items).toEqual([]);
    expect(kindsOf(report).scheduled).toBe(1);
  });
});

test('a feed has all stories, the newest first, as a parser of feeds reads it', async () => {
  await inFormat('jsonfeed', exportLines(samples.map((record) => ({ record }))), async (target) => {
    const text = await readFile(target, 'utf8');
    const { format, feed } = parseFeed(text);
    expect(format).toBe('json');
    const { items } = feed as { items: { id: string }[] };
    expect(items.map(({ id }) => id).toSorted()).toEqual(
      samples.map(({ identifier }) => identifier).toSorted(),
    );
    const times = JSON.parse(text).items.map((item: { date_published: string }) =>
      Date.parse(item.date_published),
    );
    expect(times).toEqual(times.toSorted((one: number, other: number) => other - one));
    expect(JSON.parse(text)).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      home_page_url: 'https://news.example/',
    });
    expect(JSON.parse(text)).not.toHaveProperty('next_url');
  });
});

test('a feed says where each of its extensions is explained', async () => {
  await inFormat('jsonfeed', exportLines([{ record: statedStory }]), async (target) => {
    const { items, ...feed } = JSON.parse(await readFile(target, 'utf8'));
    const names = Object.keys(items[0]).filter((name) => name.startsWith('_'));
    expect(names).toContain('_evidence');
    for (const name of names) expect(feed[name]).toEqual({ about: 'https://news.example/feed-extensions' });
  });
});

test('the file for WordPress is well-formed, whatever stories contain', async () => {
  const odd = 'x\u0001y\ufffe ]]> <![CDATA[ & <b>';
  const records = [
    ...samples,
    { ...storyOf(), headline: odd, abstract: odd, articleBody: odd, formerSlugs: ['an-old-slug'] },
  ];
  await inFormat('wxr', exportLines(records.map((record) => ({ record }))), async (target) => {
    const parser = new SaxesParser({ xmlns: true });
    const faults: Error[] = [];
    let items = 0;
    parser.on('error', (fault) => faults.push(fault));
    parser.on('opentag', ({ name }) => {
      if (name === 'item') items++;
    });
    const text = await readFile(target, 'utf8');
    parser.write(text).close();
    expect(faults).toEqual([]);
    expect(items).toBeGreaterThanOrEqual(records.length);
    expect(text).toContain('<wp:wxr_version>1.2</wp:wxr_version>');
    // WordPress leads from there to the story.
    expect(text).toMatch(/_wp_old_slug\]\]><\/wp:meta_key>\s*<wp:meta_value><!\[CDATA\[an-old-slug\]\]>/);
  });
});

test('Ghost gets texts of the lengths that it takes, and the whole TL;DR in the text', async () => {
  const abstract = 'Many words. '.repeat(90).trim();
  const image = {
    url: '/media/x.png',
    alt: 'A word '.repeat(60).trim(),
    caption: 'Caption',
    credit: 'Photo: Ann',
    focus: 'left top' as const,
    width: 1,
    height: 1,
    encodingFormat: 'image/png',
  };
  await inFormat('ghost', exportLines([{ record: storyOf({ abstract, image }) }]), async (target, report) => {
    const { posts, posts_meta: metas } = JSON.parse(await readFile(target, 'utf8')).db[0].data;
    expect(posts[0].custom_excerpt.length).toBeLessThanOrEqual(300);
    expect(posts[0].html).toContain(abstract);
    expect(metas[0].feature_image_alt.length).toBeLessThanOrEqual(191);
    expect(metas[0].feature_image_caption).toBe('Caption Photo: Ann');
    expect(kindsOf(report)).toMatchObject({ 'TL;DR': 1, picture: 1, credit: 1, focus: 1 });
  });
});

test('pictures in the text move out, too', async () => {
  const path = `/media/${'a'.repeat(64)}.png`;
  const record = storyOf({ articleBody: `![A chart](${path}#1200x800 "In 2005")\n` });
  const lines = exportLines([
    { record },
    { record: { ...record, slug: 'again', identifier: 'tag:x.example,2026:1' } },
  ]);
  await inFormat('wxr', lines, async (target, report) => {
    const text = await readFile(target, 'utf8');
    expect(text.match(/<wp:attachment_url>/g)).toHaveLength(1);
    expect(text).toContain(`<wp:attachment_url><![CDATA[https://news.example${path}]]></wp:attachment_url>`);
    expect(text.match(new RegExp(`<img[^>]* src="https://news\\.example${path}"`, 'g'))).toHaveLength(2);
    expect(report.counts.pictures).toBe(1);
  });
  await inFormat('markdown', lines, async (target, report) => {
    expect(new Uint8Array(await readFile(join(target, 'static', path)))).toEqual(PICTURE);
    expect(report.counts.pictures).toBe(1);
  });
});

test('a picture that the server lacks is a line of the report', async () => {
  const image = {
    url: '/pictures/missing.png',
    alt: null,
    caption: null,
    credit: null,
    width: 1,
    height: 1,
    encodingFormat: 'image/png',
  };
  await inFormat('markdown', exportLines([{ record: storyOf({ image }) }]), async (_target, report) => {
    expect(kindsOf(report).picture).toBe(1);
    expect(report.counts.pictures).toBe(0);
  });
});

test('an id that feed readers know is kept, or the report says that it is not', async () => {
  const kept = storyOf({ slug: 'kept', identifier: 'https://old.example/?p=12' });
  const lines = exportLines([{ record: kept }, { record: storyOf() }]);
  await inFormat('wxr', lines, async (target, report) => {
    expect(await readFile(target, 'utf8')).toContain(
      '<guid isPermaLink="false">https://old.example/?p=12</guid>',
    );
    expect(kindsOf(report).identifier).toBe(1);
  });
});

test('a folder that is not empty is refused, and stays as it is', async () => {
  await inFormat('jsonfeed', [], async (_target, _report, folder) => {
    const before = await readdir(folder);
    const refused = moveOut({
      format: 'markdown',
      target: folder,
      site,
      lines: (async function* () {})(),
      findPicture: async () => PICTURE,
    });
    await expect(refused).rejects.toThrow(
      /exists, and is no empty folder\. Name another folder, or remove it\./,
    );
    expect(await readdir(folder)).toEqual(before);
  });
});
