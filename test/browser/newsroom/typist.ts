import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

// Somebody who writes by keyboard alone, and has what they paste on a clipboard. Keys are counted, apart from those of the words.

/** What makes Markdown of words. */
const MARKDOWN = /[*_#[\]<>`|\\]|^\s*(?:[-+]|\d+[.)]) /m;

export const pictureOf = (name: string) =>
  fileURLToPath(new URL(`../../../data/public/pictures/${name}.png`, import.meta.url));

export class Typist {
  readonly page: Page;
  /** Keys that were pressed, a shortcut being one, and those among them that went from field to field. */
  presses = 0;
  tabs = 0;
  /** Characters of words. */
  characters = 0;

  private constructor(page: Page) {
    this.page = page;
  }

  static async at(page: Page): Promise<Typist> {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    return new Typist(page);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
    this.presses += keys.length;
  }

  /** Types words, which must not have Markdown in them. */
  async type(words: string): Promise<void> {
    assert.doesNotMatch(words, MARKDOWN);
    await this.page.keyboard.type(words);
    this.characters += words.length;
  }

  /** Pastes words that were copied elsewhere. */
  async paste(words: string): Promise<void> {
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), words);
    await this.press('Control+v');
  }

  /** Pastes a picture that was copied elsewhere. */
  async pastePicture(name: string): Promise<void> {
    await this.page.evaluate(
      async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
        await navigator.clipboard.write([
          new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) }),
        ]);
      },
      readFileSync(pictureOf(name)).toString('base64'),
    );
    await this.press('Control+v');
  }

  /** Presses Tab, or Shift+Tab, until something has the focus. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.waitFor();
    for (let tries = 0; tries < 150; tries++) {
      await this.press(key);
      this.tabs++;
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    assert.fail(`${key} does not reach ${target}`);
  }
}
