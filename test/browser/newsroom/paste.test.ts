import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { cssPlugin } from '../../../src/cli/worker/css.ts';
import { parseMarkdown, plainCitations, tokensToHtml } from '../../../src/site/story/markdown.ts';
import { type Server, startServer } from '../../cli/server.ts';
import { openChromium } from '../chromium.ts';

// What is pasted into the analysis arrives: its words, links and lists, and pictures with their descriptions.

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** An editor as the page of a draft has it, in a page of the newsroom. */
const EDITOR = `
import { markdown } from '@codemirror/lang-markdown';
import { history } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { pasteInto } from './paste.ts';
import { readPastedHtml } from './pasted-html.ts';
let said = '';
const take = (event, view) => pasteInto(view, event, (words) => { said += words + '\\n'; });
window.open_ = (doc, from, to = from) => {
  window.view?.destroy();
  window.view = new EditorView({
    parent: document.querySelector('main'),
    state: EditorState.create({ doc, selection: { anchor: from, head: to }, extensions: [
      EditorView.cspNonce.of(document.querySelector('script[nonce]').nonce), markdown(), history(),
      EditorView.domEventHandlers({ paste: take, drop: take })] }),
  });
  window.view.focus();
};
window.give = (data, files = []) => {
  const clipboardData = new DataTransfer();
  for (const [type, text] of Object.entries(data)) clipboardData.setData(type, text);
  for (const { name, type, base64 } of files)
    clipboardData.items.add(new File([Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))], name, { type }));
  window.view.contentDOM.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
};
window.convert = (html) => readPastedHtml(html).markdown;
window.text = () => window.view.state.sliceDoc();
window.said = () => said;
window.seen = (html) => {
  const { body } = new DOMParser().parseFromString(html.replace(/\\sstyle=/g, ' data-style=').replace(/<(\\/?)style/g, '<$1script'), 'text/html');
  for (const gone of body.querySelectorAll('style, script, title')) gone.remove();
  for (const sign of body.querySelectorAll('span')) if (/mso-list:\\s*ignore/i.test(sign.dataset.style)) sign.remove();
  return {
    words: body.textContent.replace(/\\s+/g, ''),
    links: body.querySelectorAll('a[href^="http"]').length,
    items: [...body.querySelectorAll('li, p')].filter((each) => each.localName === 'li' || /mso-list:\\s*l\\d/.test(each.dataset.style)).length,
  };
};
`;

declare const window: {
  open_: (doc: string, from: number, to?: number) => void;
  give: (data: Record<string, string>, files?: object[]) => void;
  convert: (html: string) => string;
  text: () => string;
  said: () => string;
  seen: (html: string) => { words: string; links: number; items: number };
};

let browser: Browser;
let server: Server;
let context: BrowserContext;
let page: Page;
let script: string;
let session: Awaited<ReturnType<BrowserContext['cookies']>>;
let origin: string;
const complaints: string[] = [];

before(async () => {
  const resolveDir = here('../../../src/newsroom/browser/prose');
  const [built] = (
    await build({
      stdin: { contents: EDITOR, resolveDir, loader: 'ts' },
      bundle: true,
      format: 'esm',
      write: false,
      plugins: [cssPlugin],
    })
  ).outputFiles;
  // Its modules wait for the page's language.
  script = `(async () => {${built?.text ?? ''}})()`;
  [browser, server] = await Promise.all([openChromium(), startServer({ flags: ['--empty'] })]);
  const [link = ''] =
    /http:\/\/localhost:\d+\/newsroom\/invitation\?token=[\w-]+/.exec(server.printed()) ?? [];
  ({ origin } = new URL(link));
  const first = await browser.newContext();
  const signIn = await first.newPage();
  await signIn.goto(link);
  await signIn.getByRole('button', { name: 'Sign in' }).click();
  session = await first.cookies();
  await first.close();
});
after(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  context = await browser.newContext();
  await context.addCookies(session);
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  complaints.length = 0;
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to|CodeMirror/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${origin}/newsroom/pictures`);
  await page.evaluate(script);
});
afterEach(async () => {
  await context.close();
  assert.deepEqual(complaints, []);
});

const convert = (html: string) => page.evaluate((given) => window.convert(given), html);

/** Pastes into a text, whose selection is between bars, and returns the text after it. */
async function paste(text: string, data: Record<string, string>): Promise<string> {
  const [before = '', selected = '', rest] = text.split('|');
  const doc = before + (rest === undefined ? '' : selected) + (rest ?? selected);
  await page.evaluate(([doc, from, to]) => window.open_(doc, from, to), [
    doc,
    before.length,
    before.length + (rest === undefined ? 0 : selected.length),
  ] as const);
  await page.evaluate((given) => window.give(given), data);
  return page.evaluate(() => window.text());
}

describe('HTML', () => {
  for (const path of globSync(here('./clipboard/*.html')))
    test(`every word, link and item of ${path.split('/').at(-1)} arrives`, async () => {
      const html = readFileSync(path, 'utf8');
      const given = await page.evaluate((whole) => window.seen(whole), html);
      const shown = tokensToHtml(
        parseMarkdown(await convert(html)),
        plainCitations((url) => url),
      );
      assert.deepEqual(await page.evaluate((whole) => window.seen(whole), shown), given);
    });

  const cases: [what: string, html: string, markdown: string][] = [
    [
      'bold, italics and links',
      '<p>a <b>b</b> <i>c</i> <a href="https://a.example/">d</a></p>',
      'a **b** *c* [d](https://a.example/)',
    ],
    ['runs that look the same', '<p><b>a</b><b>b</b><span style="font-weight:700">c</span></p>', '**abc**'],
    ['bold before Chinese punctuation', '<p><b>增长了。</b>然后</p>', '**增长了**。然后'],
    [
      'bold of Word that is no bold elsewhere',
      "<p><b style='mso-bidi-font-weight:normal'>a</b></p>",
      '**a**',
    ],
    [
      'the wrapper of Google Docs',
      '<b style="font-weight:normal" id="docs-internal-guid-1"><p>a</p><p>b</p></b>',
      'a\n\nb',
    ],
    [
      'addresses that count clicks',
      '<a href="https://www.google.com/url?q=https://a.example/%3Fb%3Dc&sa=D">a</a>',
      '[a](https://a.example/?b=c)',
    ],
    [
      'scripts and places in a page',
      '<p><a href="javascript:alert(1)">a</a> <a href="/b">b</a> <a href="#c">c</a></p>',
      'a b c',
    ],
    [
      'what is hidden',
      '<p>a<span style="display:none">b</span><span style="mso-hide:all">c</span><!--d--><script>e</script></p>',
      'a',
    ],
    [
      'comments of Word',
      '<p>a<span class=MsoCommentReference>[1]</span></p><div style="mso-element:comment-list">b</div>',
      'a',
    ],
    ['names and signs', '<p>snake_case 2 * 3 [sic] 1*2*3</p>', 'snake_case 2 * 3 [sic] 1\\*2\\*3'],
    [
      'headings',
      '<h1>a</h1><h3><b>b</b></h3><p role="heading" aria-level="4">c</p>',
      '## a\n\n### b\n\n#### c',
    ],
    ['quotes', '<blockquote><p>a</p><p>b</p></blockquote><p class="MsoQuote">c</p>', '> a\n> \n> b\n> \n> c'],
    ['line breaks', '<p>a<br>b</p><div>c<br><br>d</div>', 'a\\\nb\n\nc\n\nd'],
    [
      'tables',
      '<table><tr><th>a</th><th>b|c</th></tr><tr><td rowspan=2>d<br>e</td><td>f</td></tr><tr><td>g</td></tr></table>',
      '| a | b\\|c |\n| --- | --- |\n| d e | f |\n|  | g |',
    ],
    [
      'nested lists',
      '<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>',
      '- a\n  1. b\n  2. c\n- d',
    ],
    [
      'lists of Word on the web',
      '<div class="ListContainerWrapper"><ul><li data-aria-level="1"><p>a</p></li></ul></div><div class="ListContainerWrapper"><ul><li data-aria-level="2"><p>b</p></li></ul></div><div class="ListContainerWrapper"><ul><li data-aria-level="1"><p>c</p></li></ul></div>',
      '- a\n  - b\n- c',
    ],
    [
      'spaces that programs add',
      '<p>a&nbsp; b<span class="Apple-converted-space">&nbsp;</span>c 5&nbsp;%</p>',
      'a b c 5\u00a0%',
    ],
    ['raised digits', '<p>m<sup>2</sup>, CO<sub>2</sub></p>', 'm², CO₂'],
    ['emoji that are pictures', '<p>a <img alt="🎉" src="https://a.example/b.png"></p>', 'a 🎉'],
    ['code', '<p><code>a<br>b</code></p><pre>c<br>d</pre>', '`a b`\n\n```\nc\nd\n```'],
    ['nothing', '<meta charset="utf-8"><p><o:p>&nbsp;</o:p></p>', ''],
  ];
  for (const [what, html, markdown] of cases)
    test(what, async () => assert.equal(await convert(html), markdown));

  test('long HTML is read in time that grows with their length', async () => {
    const measure = (unit: string, bytes: number) =>
      page.evaluate(
        (html) => {
          const start = performance.now();
          window.convert(html);
          return performance.now() - start;
        },
        unit.repeat(Math.ceil(bytes / unit.length)),
      );
    for (const unit of [
      '<p>word <b>bold</b> ',
      '<b>',
      '<ul><li>a',
      '<blockquote>',
      '<table><tr><td>a<td>b',
      '<a style=',
      '\u00a0 ',
      '_a',
      '<span>x</span>',
      "<p style='mso-list:l0 level2 lfo1'>a",
    ]) {
      await measure(unit, 10_000);
      const [half, whole] = [await measure(unit, 100_000), await measure(unit, 400_000)];
      assert.ok(whole < 16 * Math.max(half, 50), `${unit}: ${half} and ${whole} ms`);
    }
  });
});

test("what Word's comments have in them does not count", async () => {
  const html = `<!--[if gte mso 9]>${'<w:LsdException Name="a"/>'.repeat(400)}<![endif]--><p><b>a</b> <!-- x -->b</p>`;
  assert.equal(await convert(html), '**a** b');
});

describe('where it is pasted', () => {
  const list = { 'text/html': '<ul><li>x</li><li>y</li></ul>' };
  const two = { 'text/html': '<p>x <b>y</b></p><p>z</p>' };
  const cases: [where: string, text: string, data: Record<string, string>, after: string][] = [
    ['words go into a line', 'a | b', { 'text/html': '<p>x <b>y</b></p>' }, 'a x **y** b'],
    ['words take the place of what is selected', 'a |gone| b', { 'text/html': '<i>x</i>' }, 'a *x* b'],
    ['paragraphs join what is on both sides', 'a | b', two, 'a x **y**\n\nz b'],
    ['a list stands apart', 'a| b', list, 'a\n\n- x\n- y\n\n b'],
    ['a list goes on with the list of an empty item', '- a\n- |', list, '- a\n- x\n- y'],
    ['what is pasted into a quote is quoted', '> a |', two, '> a x **y**\n>\n> z'],
    ['what is pasted into an item stays in it', '- a |', two, '- a x **y**\n\n  z'],
    ['code gets plain text', '```\n|\n```', { ...list, 'text/plain': 'x\ny' }, '```\nx\ny\n```'],
    ['plain words are the plain text', '|', { 'text/html': '<p>a *b*</p>', 'text/plain': 'a *b*' }, 'a *b*'],
    [
      'an editor of code gives its Markdown',
      '|',
      { 'text/html': '<div style="white-space: pre;"><div><b>**a**</b></div></div>', 'text/plain': '**a**' },
      '**a**',
    ],
    ['an empty clipboard changes nothing', 'a|', { 'text/html': '<meta>' }, 'a'],
  ];
  for (const [where, text, data, expected] of cases)
    test(where, async () => assert.equal(await paste(text, data), expected));

  test('pictures that come with words are left out, and it is said', async () => {
    const html = '<p>a <b>b</b></p><img src="https://a.example/b.jpg">';
    assert.equal(await paste('|', { 'text/html': html }), 'a **b**');
    assert.match(await page.evaluate(() => window.said()), /A picture was left out/);
  });
});

describe('pictures', () => {
  const file = (name: string, type: string) => ({
    name,
    type,
    base64: readFileSync(here(`../../site/pictures/files/${name}`)).toString('base64'),
  });
  const give = async (text: string, files: object[]) => {
    const at = text.indexOf('|');
    await page.evaluate(([doc, from]) => window.open_(doc, from), [text.replace('|', ''), at] as const);
    await page.evaluate((given) => window.give({}, given), files);
  };
  const text = () => page.evaluate(() => window.text());
  const dialog = () => page.getByRole('dialog', { name: 'Insert a picture' });

  test('a picture gets a paragraph of its own and its description, which is kept with it', async () => {
    await give('Some |words.\n\nMore.', [file('photo.jpg', 'image/jpeg')]);
    await dialog().waitFor();
    assert.match((await page.locator('.uploading').textContent()) ?? '', /Uploading photo\.jpg/);
    assert.equal(await text(), 'Some words.\n\nMore.');
    await page.getByLabel('What does the picture show?').fill('A port [at night]');
    await page.getByRole('button', { name: 'Insert' }).click();
    await page.locator('.uploading').waitFor({ state: 'detached' });
    assert.match(
      await text(),
      /^Some words\.\n\n!\[A port \\\[at night\\\]\]\(\/media\/[\da-f]{64}\.jpg#\d+x\d+\)\n\nMore\.$/,
    );
    await page.waitForFunction(() => /photo\.jpg is in the text\./.test(window.said()));
    await give('|', [file('photo.jpg', 'image/jpeg')]);
    await dialog().waitFor();
    assert.equal(await page.getByLabel('What does the picture show?').inputValue(), 'A port [at night]');
  });

  test('what is typed while a picture uploads stays, and the picture is where it was pasted', async () => {
    await give('One.\n\n|\n\nTwo.', [file('palette.png', 'image/png')]);
    await dialog().waitFor();
    await page.evaluate(() => {
      const { view } = window as unknown as { view: { dispatch: (change: object) => void } };
      view.dispatch({ changes: { from: 0, insert: 'Before. ' } });
    });
    await page.getByRole('button', { name: 'Insert' }).click();
    await page.locator('.uploading').waitFor({ state: 'detached' });
    assert.match(await text(), /^Before\. One\.\n\n!\[\]\(\/media\/\S+\)\n\nTwo\.$/);
  });

  test('a picture that is not wanted leaves the text as it was', async () => {
    await give('a|', [file('palette.png', 'image/png')]);
    await dialog().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.uploading').waitFor({ state: 'detached' });
    assert.equal(await text(), 'a');
    assert.match(await page.evaluate(() => window.said()), /palette\.png is not in the text/);
  });

  test('a file that is refused says why', async () => {
    await give('a|', [file('really-heic.avif', 'image/avif')]);
    await page.waitForFunction(() => /really-heic\.avif: .*HEIC/.test(window.said()));
    assert.equal(await page.locator('.uploading').count(), 0);
    assert.equal(await text(), 'a');
  });
});
