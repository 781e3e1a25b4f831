import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findViolations, openChromium } from './chromium.ts';
import { everyPage, pageWith } from './site.ts';

// Checks citations as readers see them: the marks in the text, the notes in the margin, the ways back.

let browser: Browser;

before(async () => {
  browser = await openChromium();
});

after(() => browser.close());

const cite = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) => {
    const host = `a-long-host-${from + index}.example.org`;
    return `[${host}](https://${host}/)`;
  });
const sentence = 'Somebody said in so many words what somebody else had written down a long time before.';

/** An analysis with citations wherever one can stand, many at once, and several times the same. */
const DENSE = pageWith(
  `# A heading (${cite(1, 0)})

${cite(12, 10)
  .map((each) => `${sentence}(${each})`)
  .join(' ')}

Word.${cite(5, 30)
    .map((each) => `(${each})`)
    .join('')}

${sentence} (${cite(4, 40).join(', ')}). ${sentence} (${cite(1, 10)}), and (${cite(1, 40)}).

- ${sentence}(${cite(1, 50)})
  1. ${sentence}(${cite(1, 51)})
     - > ${sentence}(${cite(1, 52)})

> ${sentence}(${cite(1, 53)})

|What|Where|
|---|---|
|${sentence}(${cite(1, 54)})|(${cite(1, 55)})|

${sentence} **Bold (${cite(1, 56)})**, *(${cite(1, 57)})*. (${cite(1, 58)})`,
);
const mirrored = (html: string) =>
  html.replace(
    '<article class="h-entry" lang="en" dir="ltr">',
    '<article class="h-entry" lang="ar" dir="rtl">',
  );
const STORIES = [
  ...everyPage.filter(({ name }) => name.startsWith('story ')),
  { name: 'many citations', html: DENSE },
  { name: 'many citations, mirrored', html: mirrored(DENSE) },
];

async function open(html: string, width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  await page.setContent(html);
  return page;
}

test('every citation and every way back is a target of 24 by 24 px, and none is on another', async () => {
  for (const width of [320, 1280]) {
    const page = await open('', width);
    for (const { name, html } of STORIES) {
      await page.setContent(html);
      const faults = await page.locator('.cite > [id], .uses a').evaluateAll((targets) => {
        const boxes = targets.map((target) => target.getBoundingClientRect());
        return targets.flatMap((target, index) => {
          const box = boxes[index] as DOMRect;
          const next = boxes[index + 1];
          const isOnNext =
            next &&
            Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top) > 0.5 &&
            Math.min(box.right, next.right) - Math.max(box.left, next.left) > 0.5;
          const isSmall = box.width < 24 || box.height < 24;
          return isSmall || isOnNext ? [`${target.outerHTML}: ${box.width} × ${box.height} px`] : [];
        });
      });
      assert.deepEqual(faults, [], `${name}, ${width} px`);
    }
    await page.close();
  }
});

test('the numbers of claims can be hit with a finger', async () => {
  const page = await open('', 360);
  for (const { name, html } of STORIES) {
    await page.setContent(html);
    for (const number of await page.locator('#tldr sup a').all()) {
      await number.scrollIntoViewIfNeeded();
      const box = await number.boundingBox();
      assert.ok(box && box.width >= 24 && box.height >= 24, `${name}: ${box?.width} × ${box?.height} px`);
      assert.ok(
        await number.evaluate((link) => {
          const { left, top, width, height } = link.getBoundingClientRect();
          return document.elementFromPoint(left + width / 2, top + height / 2) === link;
        }),
        `${name}: something is on ${await number.getAttribute('aria-label')}`,
      );
    }
  }
  await page.close();
});

test('a citation that fits on a line is never broken, and no stop begins a line after it', async () => {
  const page = await open(DENSE, 320);
  for (let width = 320; width <= 1000; width += 17) {
    await page.setViewportSize({ width, height: 900 });
    const broken = await page.locator('#analysis .cite > [id]').evaluateAll((links) =>
      links.flatMap((link) => {
        const label = document.createRange();
        label.selectNodeContents(link);
        const lines = new Set(Array.from(label.getClientRects(), ({ top }) => Math.round(top)));
        const after = link.closest('.cite')?.nextSibling;
        const stop = document.createRange();
        if (after instanceof Text && /^[.,]/.test(after.data)) {
          stop.setStart(after, 0);
          stop.setEnd(after, 1);
        }
        const isStopBelow = stop.getBoundingClientRect().top > link.getBoundingClientRect().bottom;
        (link as HTMLElement).style.cssText = 'white-space:nowrap;max-width:none';
        const { width } = link.getBoundingClientRect();
        (link as HTMLElement).style.cssText = '';
        const fits = width + 3 < (link.closest('h3, p, li, td')?.clientWidth ?? 0);
        return fits && (lines.size > 1 || isStopBelow) ? [link.textContent] : [];
      }),
    );
    assert.deepEqual(broken, [], `${width} px`);
  }
  await page.close();
});

test('from 640 px on, a citation stays on the line of the word before it', async () => {
  const page = await open(DENSE, 640);
  for (let width = 640; width <= 1300; width += 60) {
    await page.setViewportSize({ width, height: 900 });
    const apart = await page
      .locator('#analysis :not(td) > .joined > [id]:first-of-type')
      .evaluateAll((links) =>
        links.flatMap((link) => {
          const before = link.parentElement?.previousSibling;
          if (!(before instanceof Text)) return [];
          const last = document.createRange();
          last.setStart(before, before.length - 1);
          last.setEnd(before, before.length);
          return last.getBoundingClientRect().bottom < link.getBoundingClientRect().top + 4
            ? [link.textContent]
            : [];
        }),
      );
    assert.deepEqual(apart, [], `${width} px`);
  }
  await page.close();
});

test('from 960 px on, each source has one note in the margin, at the line that cites it or below the note before', async () => {
  for (const { name, html } of STORIES) {
    const page = await open(html, 1280);
    for (const width of [960, 1024, 1280, 1440, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      const faults = await page.evaluate(() => {
        const found: string[] = [];
        const analysis = document.querySelector('#analysis') as HTMLElement;
        const label = analysis.querySelector('h2')?.getBoundingClientRect() as DOMRect;
        const isMirrored = getComputedStyle(analysis).direction === 'rtl';
        const column = (analysis.querySelector('h2 ~ :not(.notes)') as Element).getBoundingClientRect();
        // Where text runs from right to left, Chromium reverses notes of one line that are pushed down.
        const notes = [...analysis.querySelectorAll('.note')].sort(
          (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
        );
        const cited = new Set(
          Array.from(
            analysis.querySelectorAll('[role=doc-noteref]'),
            (link) => (link as HTMLAnchorElement).hash,
          ),
        );
        if (notes.length !== cited.size) found.push(`${notes.length} notes for ${cited.size} sources`);
        let above = label.bottom;
        for (const note of notes) {
          const { top, bottom, left, right, height } = note.getBoundingClientRect();
          const chip = note.matches('.cite > .notes > :first-child')
            ? note.parentElement?.previousElementSibling?.getBoundingClientRect()
            : undefined;
          const what = note.getAttribute('data-title');
          if (height === 0) found.push(`${what} is not there`);
          if (left < 0 || right > innerWidth) found.push(`${what} is outside the page`);
          if (isMirrored ? left < column.right : right > column.left) found.push(`${what} is in the text`);
          if (top < above) found.push(`${what} is on what is above`);
          if (chip && top < chip.top - 12) found.push(`${what} is above its line`);
          // A note that must be below another goes below its own line, too.
          if (chip && top > chip.bottom + 12 && top > above + 18)
            found.push(`${what} is too far below its line`);
          above = bottom;
        }
        if (above > analysis.getBoundingClientRect().bottom) found.push('a note is below its part');
        if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
        return found;
      });
      assert.deepEqual(faults, [], `${name}, ${width} px`);
    }
    await page.close();
  }
});

test('below 960 px and on paper there are no notes', async () => {
  const page = await open(DENSE, 959);
  const shown = () =>
    page.locator('.note').evaluateAll((notes) => notes.filter((note) => note.checkVisibility()));
  assert.equal((await shown()).length, 0);
  await page.setViewportSize({ width: 1280, height: 900 });
  assert.notEqual((await shown()).length, 0);
  await page.emulateMedia({ media: 'print' });
  assert.equal((await shown()).length, 0);
  await page.close();
});

test('on paper a link that is no citation is followed by its URL', async () => {
  const page = await open(pageWith('See [the report](https://a.example/report).'), 794);
  const after = () =>
    page.locator('#analysis a').evaluate((link) => getComputedStyle(link, '::after').content);
  assert.equal(await after(), 'none');
  await page.emulateMedia({ media: 'print' });
  assert.match(await after(), /https:\/\/a\.example\/report/);
  await page.close();
});

test('on paper a citation is words in parentheses with its number, and there are no ways back', async () => {
  const page = await open(DENSE, 794);
  await page.emulateMedia({ media: 'print' });
  const mark = page.locator('.cite').first();
  assert.equal(await mark.textContent(), '(a-long-host-0.example.org)');
  assert.ok(await mark.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize) > 10));
  const link = mark.locator('a').first();
  assert.equal(
    await link.evaluate((element) => getComputedStyle(element).backgroundColor),
    'rgba(0, 0, 0, 0)',
  );
  assert.notEqual(await link.evaluate((element) => getComputedStyle(element, '::after').content), 'none');
  assert.equal(await page.locator('.uses').first().isVisible(), false);
  await page.close();
});

test('copied text has the citations as their author wrote them, without numbers and notes', async () => {
  const page = await open(
    pageWith(`It is so.([a.example](https://a.example/), [b.example](https://b.example/)) Yes.`),
    1280,
  );
  const copied = await page.evaluate(() => {
    const selection = getSelection();
    selection?.selectAllChildren(document.querySelector('#analysis p') as Element);
    return selection?.toString().trim();
  });
  assert.equal(copied, 'It is so.(a.example, b.example) Yes.');
  await page.close();
});

test('axe finds no faults in an analysis with many citations, with and without notes', async () => {
  for (const { html } of STORIES.slice(-2)) {
    for (const [width, colorScheme] of [
      [360, 'light'],
      [1280, 'dark'],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.setContent(html);
      assert.deepEqual(await findViolations(page), []);
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(scroll <= width, `scrolls to ${scroll} px with large text`);
      await page.close();
    }
  }
});
