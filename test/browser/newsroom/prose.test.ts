import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { findViolations, openChromium } from '../chromium.ts';
import { ProseServer } from './prose-server.ts';

// The analysis is written as readers will see it; its Markdown stays the author's.

interface Opened {
  from: number;
  to: number;
  links: { label: string; url: string }[];
  text: string;
}
interface State {
  url: string;
  state: string;
  words: string;
  number?: number;
}
declare const window: {
  told: (string | Opened)[];
  mount: () => void;
  editor: {
    text: () => string;
    insert: (text: string) => void;
    showCitations: (states: State[]) => void;
    replaceRange: (from: number, to: number, text: string) => void;
    focusAt: (offset: number) => void;
    selected: () => { text: string };
    showBareText: (isBare: boolean) => void;
  };
};

let browser: Browser;
let server: ProseServer;
let page: Page;
let complaints: string[] = [];

before(async () => {
  browser = await openChromium();
  server = await new ProseServer().start();
});
after(async () => {
  await browser.close();
  server.stop();
});
beforeEach(async () => {
  server.lang = 'en';
  page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(30_000);
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to|CodeMirror|editor layout/.test(message.text()))
      complaints.push(message.text());
  });
});
afterEach(async () => {
  await page.context().close();
  assert.deepEqual(complaints, []);
});

const CHIP = '([Agency](https://agency.example/a))';

const content = () => page.locator('.cm-content');
const text = () => page.evaluate(() => window.editor.text());
const told = () => page.evaluate(() => window.told);
const shown = async () => (await page.locator('.cm-line').allInnerTexts()).join('\n');

/** Opens the editor with a text in which `|` is the cursor. */
async function open(marked: string): Promise<void> {
  const [before = '', behind] = marked.split('|');
  server.text = before + (behind ?? '');
  await page.goto(server.url);
  await content().waitFor();
  if (behind !== undefined) await page.evaluate((at) => window.editor.focusAt(at), before.length);
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const paste = (pasted: string) =>
  content().evaluate((each, words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', words);
    each.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, pasted);

describe('what is shown', () => {
  test('is what readers see, and its signs come where the cursor is', async () => {
    await open(
      '## Why\n\nSo **bold** and *italic*, [a link](https://a.example/x) and `code`.\n\n- one\n\n> said\n\n---\n',
    );
    assert.equal(
      (await shown()).replace(/\n+/g, '\n').trim(),
      'Why\nSo bold and italic, a link and code.\n•one\nsaid',
    );
    const heading = page.getByRole('heading', { name: 'Why', level: 2 });
    assert.equal(await heading.evaluate((each) => getComputedStyle(each).fontSize), '22px');
    await page.evaluate(() => window.editor.focusAt(16));
    await page.locator('strong').filter({ hasText: '**bold**' }).waitFor();
    assert.match(await shown(), /So \*\*bold\*\* and italic/);
    await page.keyboard.press('Tab');
    await page
      .locator('strong')
      .filter({ hasText: /^bold$/ })
      .waitFor();
  });

  test('has readers’ type, and attributes for prose', async () => {
    server.lang = 'ar';
    await open('Words.');
    assert.deepEqual(
      await content().evaluate((each) => ({
        size: getComputedStyle(each).fontSize,
        lang: each.getAttribute('lang'),
        help: ['spellcheck', 'autocorrect', 'autocapitalize', 'writingsuggestions'].map((name) =>
          each.getAttribute(name),
        ),
        about: ['aria-describedby', 'aria-invalid', 'aria-multiline'].map((name) => each.getAttribute(name)),
      })),
      {
        size: '18px',
        lang: 'ar',
        help: ['true', 'on', 'sentences', 'true'],
        about: ['hint', 'true', 'true'],
      },
    );
    assert.equal(await page.getByRole('textbox', { name: 'Analysis' }).count(), 1);
  });

  test('runs in each line’s own direction', async () => {
    await open('English first.\n\nثم العربية.\n\n- نقطة\n\n> 中文');
    const directions = await page
      .locator('.cm-line')
      .evaluateAll((lines) =>
        lines.filter((line) => line.textContent?.trim()).map((line) => getComputedStyle(line).direction),
      );
    assert.deepEqual(directions, ['ltr', 'rtl', 'rtl', 'ltr']);
  });

  test('has pictures of this site, and says what is broken', async () => {
    await open(
      '![A chart](/pictures/there.svg#20x10)\n\n![Gone](/pictures/gone.png)\n\n![Elsewhere](https://other.example/a.png)\n',
    );
    await page.getByRole('img', { name: 'A chart' }).waitFor();
    await page.getByText('There is no picture at /pictures/gone.png.').waitFor();
    await page.getByText('A picture of another site: readers get a link to it.').waitFor();
  });

  test('is the bare text when somebody asks for it', async () => {
    await open(`So **it** is.${CHIP}`);
    await page.evaluate(() => window.editor.showBareText(true));
    assert.equal(await page.locator('.cm-line').textContent(), `So **it** is.${CHIP}`);
    assert.equal(await page.locator('.cm-lineNumbers .cm-gutterElement').last().textContent(), '1');
    await page.evaluate(() => window.editor.showBareText(false));
    assert.equal(await page.locator('.chip').textContent(), 'Agency');
  });

  test('has no faults that axe finds, in light and dark, at 320 pixels and with large text', async () => {
    await open(
      `## Why\n\nSo **it** is.${CHIP}\n\n- [one](https://a.example/)\n\n![A chart](/pictures/there.svg)\n\n|`,
    );
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await findViolations(page), []);
    }
    await page.emulateMedia({ forcedColors: 'active' });
    assert.equal(
      await page.locator('.chip').evaluate((each) => getComputedStyle(each).borderTopStyle),
      'solid',
    );
    await page.setViewportSize({ width: 320, height: 640 });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320));
  });
});

describe('a citation', () => {
  test('is a chip with its label, number and what is wrong with it', async () => {
    await open(`So it is.${CHIP} And ([B](https://b.example/), [C](https://c.example)).`);
    await page.evaluate(() =>
      window.editor.showCitations([
        { url: 'https://agency.example/a', state: 'right', words: 'Source 1.', number: 1 },
        { url: 'https://c.example/', state: 'unlisted', words: 'Not in the list of sources.' },
      ]),
    );
    await page.getByRole('button', { name: 'Citation Agency 1', exact: true }).waitFor();
    const wrong = page.getByRole('button', {
      name: 'Citation B, C. Not in the list of sources.',
      exact: true,
    });
    assert.equal(await wrong.getAttribute('title'), 'Not in the list of sources.');
    assert.deepEqual(await findViolations(page), []);
  });

  test('is passed by arrows in one step', async () => {
    await open(`a|${CHIP}b`);
    await press('ArrowRight');
    await page.keyboard.type('x');
    assert.equal(await text(), `a${CHIP}xb`);
    await press('ArrowLeft', 'ArrowLeft');
    await page.keyboard.type('y');
    assert.equal(await text(), `ay${CHIP}xb`);
  });

  test('goes whole, by Backspace and Delete, and comes back', async () => {
    await open(`a${CHIP}|b`);
    await press('Backspace');
    assert.equal(await text(), 'ab');
    await press('Control+z');
    assert.equal(await text(), `a${CHIP}b`);
    await page.evaluate(() => window.editor.focusAt(1));
    await press('Delete');
    assert.equal(await text(), 'ab');
    await press('Control+z');
    await page.evaluate((at) => window.editor.focusAt(at), 1 + CHIP.length);
    await press('Control+Backspace');
    assert.equal(await text(), 'ab');
  });

  test('is copied as Markdown', async () => {
    await open(`a|${CHIP}b`);
    await press('Shift+ArrowRight');
    const copied = await content().evaluate((each) => {
      const clipboardData = new DataTransfer();
      each.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
      return clipboardData.getData('text/plain');
    });
    assert.equal(copied, CHIP);
    assert.equal(await page.evaluate(() => window.editor.selected().text), CHIP);
  });

  test('opens by a click, Enter and Space', async () => {
    await open(`a|${CHIP}b`);
    await page.locator('.chip').click();
    await press('Enter', 'Space');
    const opened = {
      from: 1,
      to: 1 + CHIP.length,
      links: [{ label: 'Agency', url: 'https://agency.example/a' }],
      text: 'Agency',
    };
    assert.deepEqual(await told(), [opened, opened, opened]);
    assert.equal(await text(), `a${CHIP}b`);
    await page.evaluate(([from, to]) => window.editor.replaceRange(from, to, '([B](https://b.example/))'), [
      1,
      1 + CHIP.length,
    ] as const);
    assert.equal(await text(), 'a([B](https://b.example/))b');
    assert.equal(await page.locator('.chip').textContent(), 'B');
  });

  test('is put behind the words that are selected, and replaces a citation that is', async () => {
    await open('|Exports grew.');
    await press('Control+Shift+ArrowRight');
    await page.evaluate((chip) => window.editor.insert(chip), CHIP);
    assert.equal(await text(), `Exports${CHIP} grew.`);
    await page.locator('.chip').click();
    await page.evaluate(() => window.editor.insert('([B](https://b.example/))'));
    assert.equal(await text(), 'Exports([B](https://b.example/)) grew.');
  });

  test('over two lines of a quote is one', async () => {
    await open('> ([a](https://a.example/),\n> [b](https://b.example/))|');
    assert.equal(await page.locator('.chip').textContent(), 'a, b');
    await press('Backspace');
    assert.equal(await text(), '> ');
  });
});

test('hostile text is shown as text, and runs nothing', async () => {
  await open(
    `([<img src=x onerror=alert(1)>](<https://a.example/"onmouseover="alert(1)>)) <script>alert(1)</script>

![<b onclick="alert(1)">](/pictures/"onerror="alert(1).png)

[script](javascript:alert(1)) [data](data:text/html,<script>alert(1)</script>) <javascript:alert(1)>

([&lt;img src=x onerror=alert(1)&gt;][1])

[1]: https://b.example/ "<script>alert(1)</script>"
|`,
  );
  await page.evaluate(() =>
    window.editor.showCitations([
      { url: 'https://b.example/', state: 'gone', words: '<img src=x onerror=alert(1)>' },
    ]),
  );
  await page.locator('.chip.wrong').waitFor();
  assert.deepEqual(
    await page.locator('.chip').allTextContents(),
    Array(2).fill('<img src=x onerror=alert(1)>'),
  );
  assert.equal(
    await content().locator('script, [onerror], [onclick], [onmouseover], img[src="x"], a').count(),
    0,
  );
  assert.deepEqual(await page.locator('.link').allTextContents(), ['javascript:alert(1)']);
  await page.locator('.link').click({ modifiers: ['Control'] });
  assert.deepEqual(await told(), []);
});

describe('typing', () => {
  test('makes paragraphs, line breaks and lists', async () => {
    await open('|');
    await page.keyboard.type('One');
    await press('Enter');
    await page.keyboard.type('Two');
    await press('Shift+Enter');
    await page.keyboard.type('three');
    await press('Enter');
    await page.keyboard.type('- four');
    await press('Enter');
    await page.keyboard.type('five');
    await press('Enter', 'Enter');
    await page.keyboard.type('Six');
    assert.equal(await text(), 'One\n\nTwo\\\nthree\n\n- four\n- five\n\nSix');
    await press('Home', 'Backspace');
    for (let times = 0; times < 40; times++) await press('Control+z');
    assert.equal(await text(), '');
  });

  for (const [name, marked, typed, left] of [
    ['an item', '- a\n- b|', '- a\n- Xb', '- aX\n- b'],
    ['an inner item', '- a\n  - b|', '- a\n  - Xb', '- aX\n  - b'],
    ['a heading', 'a\n\n## Head|', 'a\n\n## XHead', 'a\nX\n## Head'],
    ['a quote', '> a\n> b|', '> a\n> Xb', '> aX\n> b'],
  ] as const)
    test(`begins behind the sign of ${name}, and the arrow leaves it`, async () => {
      await open(marked);
      await press('Home', 'Home');
      await page.keyboard.type('X');
      assert.equal(await text(), typed);
      await press('Backspace', 'ArrowLeft');
      await page.keyboard.type('X');
      assert.equal(await text(), left);
    });

  test('Backspace before the words takes their sign away', async () => {
    await open('a\n\n## Head|');
    await press('Home', 'Backspace');
    assert.equal(await text(), 'a\n\nHead');
    await open('- a\n- b|');
    await press('Home', 'Backspace');
    assert.equal(await text(), '- a\n\nb');
    await open('- one\n\nelse|');
    await page
      .locator('.cm-line')
      .first()
      .click({ position: { x: 1, y: 8 } });
    await page.keyboard.type('X');
    assert.equal(await text(), '- Xone\n\nelse');
  });

  for (const [name, marked, keys, expected] of [
    ['bold and then plain', 'So |', ['Control+b', 'it now', 'Control+b', ' rest'], 'So **it now** rest'],
    ['bold, a space, then plain', 'So |', ['Control+b', 'it ', 'Control+b', 'rest'], 'So **it** rest'],
    ['italics and then plain', '|', ['Control+i', 'it', 'Control+i', ' rest'], '*it* rest'],
    [
      'both and then plain',
      '|',
      ['Control+b', 'Control+i', 'it', 'Control+i', 'Control+b', '.'],
      '***it***.',
    ],
    ['bold and an arrow', '|', ['Control+b', 'bold', 'ArrowRight', ' next'], '**bold** next'],
    ['both, then bold', '|', ['Control+b', 'Control+i', 'it', 'Control+i', ' is'], '***it* is**'],
    ['an empty pair', 'a |', ['Control+b', 'Backspace', 'b'], 'a b'],
    ['Backspace behind bold', 'a **bold**|', ['Backspace'], 'a **bol**'],
    ['Backspace through bold', 'a **b**|', ['Backspace'], 'a '],
    ['Backspace before bold', 'a **|bold**', ['Backspace'], 'a**bold**'],
    ['Delete before bold', 'a |**bold**', ['Delete'], 'a **old**'],
    ['deleting into bold', '|a **bold** c', Array(4).fill('Shift+ArrowRight').concat('Delete'), '**old** c'],
    ['typing over into bold', '|a **bold** c', Array(4).fill('Shift+ArrowRight').concat('X'), 'X**old** c'],
    [
      'typing over all of it',
      '|**bold** c',
      [...Array(5).fill('Shift+ArrowRight'), 'Shift+ArrowRight', 'X'],
      'X c',
    ],
    ['Backspace behind a link', 'a [link](https://e.org)|', ['Backspace'], 'a [lin](https://e.org)'],
    ['Backspace through a link', 'a [l](https://e.org)|', ['Backspace'], 'a '],
  ] as const)
    test(`leaves marks whole: ${name}`, async () => {
      await open(marked);
      for (const key of keys) {
        if (/^[A-Z][a-z]+|\+/.test(key)) await press(key);
        else await page.keyboard.type(key);
      }
      assert.equal(await text(), expected);
    });

  test('has keys for bold, italic and links', async () => {
    await open('Exports gr|ew.');
    await press('Control+b', 'Control+i');
    assert.equal(await text(), 'Exports ***grew***.');
    await press('Control+k');
    await page.getByLabel('Address').fill('a.example/x');
    await press('Enter');
    assert.equal(await text(), 'Exports ***[grew](https://a.example/x)***.');
    await press('ArrowLeft', 'Control+k');
    const dialog = page.getByRole('dialog', { name: 'Link' });
    assert.equal(await dialog.getByLabel('Address').inputValue(), 'https://a.example/x');
    assert.deepEqual(await findViolations(page), []);
    await dialog.getByRole('button', { name: 'Remove the link' }).click();
    assert.equal(await text(), 'Exports ***grew***.');
    await press('Alt+Shift+C');
    assert.deepEqual(await told(), ['cite']);
  });

  test('uses the line breaks of the text', async () => {
    await open('a\r\nb|');
    await press('Enter');
    await page.keyboard.type('c');
    await press('Shift+Enter', 'Control+b');
    await page.evaluate(() => window.editor.insert('d\ne'));
    assert.equal(await text(), 'a\r\nb\r\n\r\nc\\\r\n**d\r\ne**');
  });

  test('a link is followed by Ctrl and a click', async () => {
    await open('So [it](https://a.example/x) is.');
    await page.locator('.link').click({ modifiers: ['Control'] });
    assert.deepEqual(await told(), ['window https://a.example/x']);
  });
});

describe('the toolbar', () => {
  test('is one tab stop, and says what holds at the cursor', async () => {
    await open('Exports **gr|ew**.');
    const bold = page.getByRole('button', { name: 'Bold', exact: true });
    assert.equal(await bold.getAttribute('aria-pressed'), 'true');
    await press('Shift+Tab');
    assert.equal(await bold.evaluate((each) => each === document.activeElement), true);
    await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter');
    assert.equal(await text(), '## Exports **grew**.');
    assert.equal(await content().evaluate((each) => each === document.activeElement), true);
    await page.getByRole('button', { name: 'Heading' }).click();
    await page.getByRole('button', { name: 'Numbered list' }).click();
    assert.equal(await text(), '1. Exports **grew**.');
    await press('Shift+Tab');
    await press('End', 'Enter');
    assert.deepEqual(await told(), ['cite']);
  });

  test('stays in sight in a long text', async () => {
    await open(`${'Words.\n\n'.repeat(200)}|`);
    await page.getByRole('toolbar', { name: 'Format' }).waitFor();
    assert.ok(await page.getByRole('toolbar').evaluate((each) => each.getBoundingClientRect().top >= 0));
  });
});

describe('typography', () => {
  test('lists what it would change, changes all of it at once, and is undone at once', async () => {
    server.lang = 'fr';
    const typed = `L'été "vrai"... ${CHIP} Vraiment? \`"code"\``;
    await open(`${typed}|`);
    await press('!');
    await page.getByRole('button', { name: 'Typography' }).click();
    const dialog = page.getByRole('dialog', { name: 'Typography' });
    await dialog.getByRole('heading', { name: 'Quotation marks: 2' }).waitFor();
    assert.match((await dialog.textContent()) ?? '', /L'été "vrai".* → L’été "vrai"/);
    assert.deepEqual(await findViolations(page), []);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await text(), `${typed}!`);
    await page.getByRole('button', { name: 'Typography' }).click();
    await dialog.getByRole('button', { name: 'Change all' }).click();
    const set = `L’été «\u202fvrai\u202f»… ${CHIP} Vraiment\u202f? \`"code"\`\u202f!`;
    assert.equal(await text(), set);
    assert.equal(await page.locator('.chip').count(), 1);
    await page.getByRole('button', { name: 'Typography' }).click();
    await page.locator('#status').getByText('There is nothing to change').waitFor();
    await content().focus();
    await press('Control+z');
    assert.equal(await text(), `${typed}!`);
  });

  test('says that it does not know a language', async () => {
    server.lang = 'nl';
    await open('"Ja"');
    await page.getByRole('button', { name: 'Typography' }).click();
    await page
      .locator('#status')
      .getByText('There are no rules for the typography of the language "nl".')
      .waitFor();
    assert.equal(await text(), '"Ja"');
  });
});

test('the cursor stays clear of the bars of the page', async () => {
  await page.setViewportSize({ width: 390, height: 700 });
  await open(`${'Words.\n\n'.repeat(100)}|`);
  await page.evaluate(() => {
    document.querySelector('main')?.classList.add('paper');
    const bar = document.createElement('div');
    bar.className = 'bar-actions';
    bar.textContent = 'Save';
    bar.style.height = '80px';
    document.body.append(bar);
    window.editor.focusAt(700);
  });
  const places = () =>
    page.evaluate(async () => {
      // The editor scrolls when it measures.
      for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
      const at = getSelection()?.focusNode;
      const line = at instanceof Element ? at : at?.parentElement;
      return {
        cursor: line?.getBoundingClientRect().toJSON(),
        tools: document.querySelector('.prose-tools')?.getBoundingClientRect().bottom ?? 0,
        bar: document.querySelector('.bar-actions')?.getBoundingClientRect().top ?? 0,
      };
    });
  for (const key of ['ArrowUp', 'ArrowDown'])
    for (let times = 0; times < 60; times++) {
      await press(key);
      const { cursor, tools, bar } = await places();
      assert.ok(cursor.top >= tools, `${key} ${times}: ${cursor.top} above ${tools}`);
      assert.ok(cursor.bottom <= bar, `${key} ${times}: ${cursor.bottom} below ${bar}`);
    }
});

test('focus is shown by the toolbar, and by no frame around it; finding has the look of the page', async () => {
  await open('Words.|');
  const border = () => page.getByRole('toolbar').evaluate((each) => getComputedStyle(each).borderBottomColor);
  const focused = await border();
  assert.equal(await page.locator('.prose').evaluate((each) => getComputedStyle(each).outlineStyle), 'none');
  await content().evaluate((each) => (each as HTMLElement).blur());
  await page.locator('.prose:not(.cm-focused)').waitFor();
  assert.notEqual(await border(), focused);
  await content().focus();
  await press('Control+f');
  await page.locator('.cm-search').waitFor();
  assert.equal(
    await page
      .locator('.cm-search .cm-button')
      .first()
      .evaluate((each) => getComputedStyle(each).backgroundImage),
    'none',
  );
  assert.deepEqual(await findViolations(page), []);
});

describe('the menu', () => {
  test('opens by a slash in an empty paragraph, and is searched by typing', async () => {
    await open('One\n\n|');
    await page.keyboard.type('/');
    assert.equal(await page.getByRole('option').count(), 10);
    assert.deepEqual(await findViolations(page), []);
    await page.keyboard.type('num');
    assert.deepEqual(await page.getByRole('option').allInnerTexts(), ['Numbered list']);
    await press('Enter');
    await page.keyboard.type('two');
    assert.equal(await text(), 'One\n\n1. two');
  });

  test('arrows choose, and Esc leaves the slash', async () => {
    await open('|');
    await page.keyboard.type('/');
    await press('ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowUp');
    assert.equal(await page.getByRole('option', { selected: true }).locator('span').textContent(), 'Cite');
    const active = await content().getAttribute('aria-activedescendant');
    assert.equal(active, await page.getByRole('option', { selected: true }).getAttribute('id'));
    await press('Escape');
    await page.keyboard.type('x');
    assert.equal(await page.getByRole('listbox').count(), 0);
    assert.equal(await text(), '/x');
  });

  test('opens below the line of the slash, over none of it', async () => {
    await open(`${'Words.\n\n'.repeat(5)}|`);
    await page.keyboard.type('/');
    await page.getByRole('listbox').waitFor();
    const line = await page.locator('.cm-line').last().boundingBox();
    const menu = await page.getByRole('listbox').boundingBox();
    assert.ok(line && menu && menu.y >= line.y + line.height - 8, JSON.stringify({ line, menu }));
  });

  test('does not open within words', async () => {
    await open('and|');
    await page.keyboard.type('/or');
    assert.equal(await page.getByRole('listbox').count(), 0);
  });
});

describe('pasting', () => {
  test('an address on words makes a link; alone it stays text, and citing is offered', async () => {
    await open('So |it is');
    await press('Control+Shift+ArrowRight');
    await paste('https://a.example/x_(y)');
    assert.equal(await text(), 'So [it](<https://a.example/x_(y)>) is');
    await press('End');
    await paste('https://b.example/');
    assert.match(await text(), / ishttps:\/\/b\.example\/$/);
    await page.locator('#status').getByText('Cite').waitFor();
    await press('Control+z');
    assert.equal(await text(), 'So [it](<https://a.example/x_(y)>) is');
  });

  test('text has the line breaks of the text that it is pasted into', async () => {
    await open('a\r\nb|');
    await paste('c\nd\re\r\n**f**');
    assert.equal(await text(), 'a\r\nbc\r\nd\r\ne\r\n**f**');
  });
});

describe('composing', () => {
  let session: CDPSession;
  const compose = async (...steps: string[]) => {
    session = await page.context().newCDPSession(page);
    for (const step of steps)
      await session.send('Input.imeSetComposition', {
        text: step,
        selectionStart: step.length,
        selectionEnd: step.length,
      });
    await session.send('Input.insertText', { text: steps.at(-1) ?? '' });
    await page.waitForTimeout(200);
  };

  for (const [name, marked, expected] of [
    ['an empty text', '|', '你好'],
    ['an empty paragraph', 'One\n\n|\n\nTwo', 'One\n\n你好\n\nTwo'],
    ['before a citation', `a|${CHIP}`, `a你好${CHIP}`],
    ['behind a citation', `a${CHIP}|b`, `a${CHIP}你好b`],
    ['between two citations', `${CHIP}|${CHIP}`, `${CHIP}你好${CHIP}`],
    ['behind a citation at the end', `${CHIP}|`, `${CHIP}你好`],
    ['before a citation at the start', `|${CHIP}`, `你好${CHIP}`],
    ['in bold', 'So **i|t** is', 'So **i你好t** is'],
    ['beside bold', 'So **it**| is', 'So **it**你好 is'],
    ['in a list', '- |', '- 你好'],
    ['in a heading', '## |Why', '## 你好Why'],
    ['in Arabic', 'قال |إن', 'قال 你好إن'],
    ['in a link', '[a|b](https://a.example/)', '[a你好b](https://a.example/)'],
  ] as const)
    test(`in place: ${name}`, async () => {
      await open(marked);
      await compose('n', 'ni', 'nih', 'niha', 'nihao', '你好');
      assert.equal(await text(), expected);
      assert.equal(await page.locator('.chip').count(), expected.split(CHIP).length - 1);
      await page.keyboard.type('!');
      assert.equal(await text(), expected.replace('你好', '你好!'));
    });

  test('what the page does meanwhile waits until it has ended', async () => {
    await open(`a|${CHIP}`);
    session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
    await page.evaluate(() =>
      window.editor.showCitations([{ url: 'https://agency.example/a', state: 'gone', words: 'Gone.' }]),
    );
    await session.send('Input.imeSetComposition', { text: 'niha', selectionStart: 4, selectionEnd: 4 });
    assert.equal(await page.locator('.chip.wrong').count(), 0);
    await session.send('Input.insertText', { text: '你' });
    await page.locator('.chip.wrong').waitFor();
    assert.equal(await text(), `a你${CHIP}`);
  });
});

test('nothing is changed by opening, looking and closing', async () => {
  const files = globSync(['data/stories/**/*.md', 'docs/**/*.md', 'node_modules/*/README.md']).toSorted();
  const texts = files.slice(0, 100).map((path) => readFileSync(path, 'utf8').slice(0, 20_000));
  texts.push('a\rb\r\nc\n\r\nd', 'a\r\nb\r\n', '\tx\u2028y\u0085\u00a0\u200b\ufeff');
  assert.ok(texts.length > 100);
  await open('');
  for (const [index, each] of texts.entries()) {
    const after = await page.evaluate(async (written) => {
      document.querySelector('.prose-tools')?.remove();
      document.querySelector('.cm-editor')?.remove();
      const textarea = document.querySelector('textarea') as HTMLTextAreaElement;
      textarea.defaultValue = written;
      textarea.value = written;
      window.mount();
      for (const at of [0, written.length / 2, written.length]) {
        window.editor.focusAt(Math.min(Math.floor(at), window.editor.text().replace(/\r\n/g, '\n').length));
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      (document.activeElement as HTMLElement).blur();
      return window.editor.text();
    }, each);
    assert.equal(after, each, files[index] ?? 'a text of our own');
  }
});
