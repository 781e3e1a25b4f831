import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { busyPage } from './site.ts';

// How the page of a busy day is laid out.

let browser: Browser;

before(async () => {
  browser = await openChromium();
});

after(() => browser.close());

test('a picture beside a headline leads to its story, and covers no other link', async () => {
  for (const width of [360, 768, 1280]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.setContent(busyPage('ltr'));
    const missed = await page.evaluate(() => {
      const isHit = (target: Element, inside: Element) => {
        target.scrollIntoView({ block: 'center' });
        // A link may wrap: only its first line is looked at.
        const { x, y, width, height } = target.getClientRects()[0] as DOMRect;
        return inside.contains(document.elementFromPoint(x + width / 2, y + height / 2));
      };
      return Array.from(document.querySelectorAll('.pictured'), (story) => {
        const headline = story.querySelector('a.p-name');
        const picture = story.querySelector('img');
        const links = [...story.querySelectorAll('.facts a')];
        return [
          ...(headline && picture && isHit(picture, headline) ? [] : ['picture']),
          ...links.flatMap((link) => (isHit(link, link) ? [] : [link.textContent])),
        ];
      }).flat();
    });
    assert.deepEqual(missed, [], `at ${width}`);
    await page.close();
  }
});
