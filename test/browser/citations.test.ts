import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findViolations, openChromium } from './chromium.ts';
import { everyPage, pageWith } from './site.ts';

// Checks citations as readers see them: the numerals in the text, the notes in the margin or above the page, the ways back.

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
const DENSE_TEXT = `# A heading (${cite(1, 0)})

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

${sentence} **Bold (${cite(1, 56)})**, *(${cite(1, 57)})*. (${cite(1, 58)})`;
const DENSE = pageWith(DENSE_TEXT);
const STORIES = [
  ...everyPage.filter(({ name }) => name.startsWith('story ')),
  { name: 'many citations', html: DENSE },
  { name: 'many citations, mirrored', html: pageWith(DENSE_TEXT, 'ar') },
];

async function open(html: string, width: number, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, ...options });
  await page.setContent(html);
  return page;
}

/** A phone or tablet of this width. */
const TOUCH: BrowserContextOptions = { hasTouch: true, isMobile: true };

test('under a finger, every citation and every way back is a target of 24 by 24 px; under a mouse those that stand alone; none is on another', async () => {
  for (const [width, options] of [
    [320, TOUCH],
    [1280, {}],
  ] as const) {
    const page = await open('', width, options);
    for (const { name, html } of STORIES) {
      await page.setContent(html);
      const faults = await page.locator('.cite > [id], .uses a').evaluateAll((targets) => {
        const isMouse = matchMedia('(pointer: fine)').matches;
        const boxes = targets.map((target) => target.getBoundingClientRect());
        return targets.flatMap((target, index) => {
          const box = boxes[index] as DOMRect;
          const next = boxes[index + 1];
          // Numerals that only a stop separates share some of the room around them.
          const shared =
            next && target.parentElement?.nextElementSibling !== targets[index + 1]?.parentElement ? 12 : 0;
          const isOnNext =
            next &&
            Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top) > 0.5 &&
            Math.min(box.right, next.right) - Math.max(box.left, next.left) > shared + 0.5;
          const isInGroup = target.matches('.cite:not(:only-of-type) > *');
          const isSmall = box.height < 24 || box.width < (isMouse && isInGroup ? 15 : 24);
          return isSmall || isOnNext ? [`${target.outerHTML}: ${box.width} × ${box.height} px`] : [];
        });
      });
      assert.deepEqual(faults, [], `${name}, ${width} px`);
    }
    await page.close();
  }
});

test('in the text a citation is a numeral, and consecutive ones are grouped: “2, 3”', async () => {
  const page = await open(
    pageWith('One.([a](https://a.example/)) Two ([b](https://b.example/), [c](https://c.example/)).'),
    1280,
  );
  const shown = await page.locator('#analysis p').evaluate((paragraph) =>
    [...paragraph.querySelectorAll('[role=doc-noteref]')].map((link) => {
      return JSON.parse(getComputedStyle(link, '::after').content);
    }),
  );
  assert.deepEqual(shown, ['1', '2, ', '3']);
  const hidden = await page
    .locator('#analysis .cites, #analysis .cites :not(.note)')
    .evaluateAll((all) =>
      all.filter((element) => getComputedStyle(element).fontSize !== '0px' && element.textContent !== ''),
    );
  assert.equal(hidden.length, 0);
  const second = await page.evaluate(() => {
    const text = [...document.querySelectorAll('#analysis p')][0]?.childNodes[2] as Text;
    const word = document.createRange();
    word.setStart(text, text.length - 1);
    word.setEnd(text, text.length);
    const link = document.querySelector('#fnref-2-1') as Element;
    const left = link.getBoundingClientRect().left + Number.parseFloat(getComputedStyle(link).paddingLeft);
    return left - word.getBoundingClientRect().right;
  });
  assert.ok(Math.abs(second) < 1, `the numeral is ${second} px from its claim, whose author wrote a space`);
  await page.close();
});

test('a numeral has a contrast of at least 4.5 to 1, whatever the accent', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await open(DENSE, 1280, { colorScheme });
    const accents = {
      light: ['#0b57a4', '#767676', '#ee0000', '#008a00'],
      dark: ['#86b7f2', '#5c8aff', '#ff5c5c', '#00a000'],
    };
    for (const accent of accents[colorScheme]) {
      const contrast = await page.evaluate((colour) => {
        document.documentElement.style.setProperty('--link', colour);
        const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
        const luminance = (style: string) => {
          if (!canvas) return 0;
          canvas.fillStyle = style;
          canvas.fillRect(0, 0, 1, 1);
          const [red = 0, green = 0, blue = 0] = Array.from(canvas.getImageData(0, 0, 1, 1).data, (value) =>
            value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4,
          );
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const numeral = document.querySelector('.cite > [id]') as Element;
        const [one, other] = [
          getComputedStyle(numeral, '::after').color,
          getComputedStyle(document.body).backgroundColor,
        ].map(luminance) as [number, number];
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      }, accent);
      assert.ok(contrast >= 4.5, `${colorScheme}, ${accent}: ${contrast}`);
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

test('a numeral never begins a line: it stays on that of its claim, at any width', async () => {
  const page = await open('', 640);
  for (const { name, html } of STORIES) {
    await page.setContent(html);
    for (let width = 280; width <= 1300; width += 60) {
      await page.setViewportSize({ width, height: 900 });
      const apart = await page.locator('#analysis .cites').evaluateAll((rows) =>
        rows.flatMap((row) => {
          const before = row.previousSibling;
          if (!(before instanceof Text) || before.data.trim() === '') return [];
          const last = document.createRange();
          last.setStart(before, before.length - 1);
          last.setEnd(before, before.length);
          const [word, numeral] = [last, row.querySelector('a') as Element].map((each) =>
            each.getBoundingClientRect(),
          );
          return Math.abs((word?.bottom ?? 0) - (numeral?.bottom ?? 0)) > 18 ? [row.textContent] : [];
        }),
      );
      assert.deepEqual(apart, [], `${name}, ${width} px`);
    }
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
        const notes = [...analysis.querySelectorAll('.note')];
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
          if (chip && top > chip.bottom + 18 && top > above + 18)
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

for (const [language, words] of [
  ['ar', 'قالت الوزارة إن القواعد الجديدة لا تمنع أحدا من القراءة'],
  ['he', 'המשרד אמר שהכללים החדשים אינם מונעים מאיש לקרוא'],
  ['fa', 'وزارتخانه گفت که قواعد تازه کسی را از خواندن باز نمی‌دارد'],
] as const) {
  test(`where text runs from right to left, four notes of two lines stand in their order (${language})`, async () => {
    const [first, second, third, fourth] = cite(4, 0);
    const text = `${words} (${first}). ${words} (${second}). ${words} (${third}). ${words} (${fourth}).`;
    const page = await open(pageWith(text, language), 1280);
    for (const width of [960, 1280, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      const [notes, lines] = await page.evaluate(() => {
        const topOf = (element: Element) => Math.round(element.getBoundingClientRect().top);
        const shown = [...document.querySelectorAll('#analysis .note')].sort(
          (one, other) => topOf(one) - topOf(other),
        );
        return [
          shown.map(({ id }) => id),
          new Set(Array.from(document.querySelectorAll('#analysis .cite > [id]'), topOf)).size,
        ];
      });
      assert.deepEqual(notes, ['n-1', 'n-2', 'n-3', 'n-4'], `${width} px`);
      assert.ok(lines >= 2, `${lines} lines`);
    }
    await page.close();
  });
}

test('below 960 px a touch on a numeral opens the note of its source above the page, without scripts', async () => {
  const page = await open(
    pageWith('One.([a](https://a.example/)) Two ([b](https://b.example/), [a](https://a.example/)).'),
    375,
    { ...TOUCH, javaScriptEnabled: false },
  );
  const open_ = page.locator('.note:popover-open');
  assert.equal(await page.locator('.note:visible').count(), 0);
  for (const [citation, note] of [
    ['fnref-1-1', 'n-1'],
    ['fnref-2-1', 'n-2'],
    ['fnref-1-2', 'n-1'],
  ]) {
    await page.locator(`#${citation} ~ button`).tap();
    assert.equal(await open_.getAttribute('id'), note);
    const box = await open_.boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 375 && box.height >= 24, JSON.stringify(box));
    const numeral = await page.locator(`#${citation}`).boundingBox();
    const away =
      box && numeral && (box.y > numeral.y ? box.y - numeral.y - 24 : numeral.y - box.y - box.height);
    assert.ok(away !== null && away > -12 && away < 24, `it is ${away} px from its numeral`);
    await page.touchscreen.tap(10, 10);
    assert.equal(await open_.count(), 0);
  }
  await page.locator('#fnref-2-1 ~ button').tap();
  assert.equal(await open_.getAttribute('href'), 'https://b.example/');
  await page.close();
});

test('below 960 px keyboards and screen readers have one link for a citation, to its source', async () => {
  const page = await open(pageWith('One.([a](https://a.example/))'), 375);
  assert.equal(await page.locator('#analysis').getByRole('button').count(), 0);
  await page.getByRole('link', { name: 'a 1, a.example' }).press('Enter');
  assert.match(page.url(), /#fn-1$/);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), 'https://a.example/');
  await page.close();
});

test('below 960 px and on paper there are no notes in the margin', async () => {
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

test('on paper the numerals stay, the list of sources has their numbers and URLs, and there are no ways back', async () => {
  for (const width of [360, 794]) {
    const page = await open(DENSE, width);
    await page.emulateMedia({ media: 'print' });
    const after = (selector: string, pseudo: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element, part) => {
          const { content, fontSize } = getComputedStyle(element, part);
          return { content, size: Number.parseFloat(fontSize) };
        }, pseudo);
    const numeral = await after('.cite > [id]', '::after');
    assert.equal(numeral.content, '"1"');
    assert.ok(numeral.size >= 9, `${numeral.size} px`);
    assert.match((await after('.sources li', '::before')).content, /source|1/);
    assert.match((await after('.sources li > a', '::after')).content, /https:\/\/a-long-host-0/);
    assert.equal(await page.locator('.cite > button:visible').count(), 0);
    assert.equal(await page.locator('.uses').first().isVisible(), false);
    await page.close();
  }
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
