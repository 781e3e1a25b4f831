import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { changeSite, copyOfProject } from '../../cli/copy.ts';
import { type Server, startServer } from '../../cli/server.ts';
import { collectSentences, type Sentences } from '../../cli/words/sentences.ts';
import { openChromium } from '../chromium.ts';
import { type Colleague, signInByLink } from './people.ts';

// What the scripts of the newsroom say, in a false language that has each sentence in brackets. It is written from right to left, and
// people write in Cyrillic: what is Latin outside of brackets is English that nothing translates.

const LANGUAGE = 'he';

let browser: Browser;
let server: Server;
let anna: Colleague;

const falseCatalog = (sentences: Sentences): string =>
  JSON.stringify(Object.fromEntries(Array.from(sentences.keys(), (sentence) => [sentence, `⟦${sentence}⟧`])));

before(async () => {
  const cwd = copyOfProject();
  const { pages, scripts } = collectSentences();
  writeFileSync(join(cwd, `src/newsroom/words/catalogs/${LANGUAGE}.json`), falseCatalog(pages));
  writeFileSync(join(cwd, `src/newsroom/browser/words/${LANGUAGE}.json`), falseCatalog(scripts));
  changeSite(cwd, { language: LANGUAGE, title: 'Провод', topics: [{ slug: 'web', title: 'Сеть' }] });
  [browser, server] = await Promise.all([openChromium(), startServer({ flags: ['--empty'], cwd })]);
  anna = await signInByLink(browser, server, { name: 'Анна', role: 'editor' });
  anna.page.setDefaultTimeout(60_000);
  await anna.page.goto(new URL('/newsroom/drafts?new=yes', anna.page.url()).href);
  await anna.page.getByLabel('⟦Headline').fill('Паром');
  await anna.page.getByRole('button', { name: '⟦Begin⟧' }).click();
  await anna.page.locator('.prose-tools').waitFor();
});
after(async () => {
  await browser.close();
  await server.stop();
});

/** Lists the Latin words in sight that are no part of a sentence in brackets. */
const untranslated = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const outside = (text: string) => {
      let depth = 0;
      return Array.from(text, (character) => {
        if (character === '⟦') depth++;
        if (character === '⟧') depth--;
        return depth > 0 ? '' : character;
      }).join('');
    };
    const said: string[] = [];
    for (const each of document.querySelectorAll<HTMLElement>('[aria-label],[title],[placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder'])
        said.push(outside(each.getAttribute(name) ?? ''));
    // Keys, names of languages, and what is only there for screen readers of menus.
    const shown = document.body.cloneNode(true) as HTMLElement;
    for (const each of shown.querySelectorAll('script,style,code,kbd,select')) each.remove();
    said.push(outside(shown.textContent ?? ''));
    return said
      .join('\n')
      .split(/\s+/)
      .filter((token) => !/[/@\d+]|\w\.\w/.test(token))
      .flatMap((token) => token.match(/[\p{Script=Latin}’]{2,}/gu) ?? []);
  });

test('the page on which a story is written says all that its scripts say in another language', async () => {
  const { page } = anna;
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await page.locator('.prose-tools button').first().getByText('⟦Bold⟧').waitFor();
  await page.locator('.cm-content').click();
  await page.keyboard.insertText('Мель');
  await page.locator('#saved').getByText('⟦Version').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('/');
  await page.locator('.prose-menu').getByText('⟦Quote⟧').waitFor();
  assert.deepEqual(await untranslated(page), []);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Control+f');
  await page.locator('.cm-search').getByText('⟦match case⟧').waitFor();
  assert.deepEqual(await untranslated(page), []);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+Shift+C');
  await page.getByRole('dialog').getByText('⟦No source is called so.').waitFor();
  assert.deepEqual(await untranslated(page), []);
});
