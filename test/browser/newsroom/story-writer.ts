import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { press } from './people.ts';

// Writes a story on the pages of the newsroom as a person does, and counts the steps: presses of a button or link, and fields.

export const SOURCES = [
  {
    url: 'https://www.port-authority.example/figures/2026-10',
    name: 'Port figures for October',
    publisher: 'Port Authority',
  },
  {
    url: 'https://ministry.example/trade/report',
    name: 'Trade report',
    publisher: 'Trade Ministry',
  },
] as const;

export const STORY = {
  abstract: 'The port handled 4.2 million containers in October. That is 12 percent more than a year before.',
  claim: 'The port handled 4.2 million containers in October.',
  quote: 'In October the port handled 4.2 million containers, its most in any month.',
  before: 'Two reports agree on what drives the growth. The port counts more ships from the south ',
  between: ', and the ministry counts more trade with the region ',
  after: '. Neither expects it to last.',
  alt: 'Containers on a quay',
  credit: 'Photo: Ann Lee',
};

const pictureOf = (name: string) =>
  fileURLToPath(new URL(`../../../data/public/pictures/${name}.png`, import.meta.url));

/** Returns how the analysis cites a source. */
export const citationOf = ({ publisher, url }: (typeof SOURCES)[number]): string =>
  `([${publisher}](${url}))`;

export class StoryWriter {
  readonly page: Page;
  readonly #hasScript: boolean;
  /** How many buttons and links were pressed, and how many fields were filled in. */
  presses = 0;
  fields = 0;

  constructor(page: Page, { hasScript = true } = {}) {
    this.page = page;
    this.#hasScript = hasScript;
  }

  async press(target: Locator): Promise<void> {
    this.presses++;
    await press(target);
  }

  async button(name: string | RegExp): Promise<void> {
    await this.press(this.page.getByRole('button', { name }).first());
  }

  async link(name: string | RegExp): Promise<void> {
    await this.press(this.page.getByRole('link', { name }).first());
  }

  async fill(target: Locator, text: string): Promise<void> {
    this.fields++;
    await target.fill(text);
  }

  field(name: string): Locator {
    return this.page.locator(`[name="${name}"]`);
  }

  /** Begins a draft with its headline. */
  async begin(headline: string): Promise<void> {
    await this.link('Drafts');
    await this.press(this.page.locator('summary', { hasText: 'New draft' }));
    await this.fill(this.page.getByLabel('Headline'), headline);
    await this.button('Begin');
    await this.page.waitForURL(this.#hasScript ? /\/drafts\/[\da-f]{32}$/ : /\/drafts\/[\da-f]{32}\/form$/);
    if (this.#hasScript) await this.page.locator('.cm-content').waitFor();
  }

  /** Brings a panel beside the text into sight. */
  async panel(name: string): Promise<void> {
    if (!this.#hasScript) return;
    const sheet = this.page.locator('[data-open="beside"]');
    if ((await sheet.isVisible()) && (await sheet.getAttribute('aria-expanded')) !== 'true')
      await this.press(sheet);
    const tab = this.page.getByRole('tab', { name });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await this.press(tab);
  }

  /** Writes the rest of the story: TL;DR, analysis with two citations, two sources, evidence and a picture. */
  async write(): Promise<void> {
    await this.fill(this.field('abstract'), STORY.abstract);
    for (const [index, source] of SOURCES.entries()) await this.#addSource(index, source);
    await (this.#hasScript ? this.#citeWithButtons() : this.#citeByHand());
    await this.#addEvidence();
    await (this.#hasScript ? this.#uploadHere() : this.#uploadOnItsPage());
  }

  async #addSource(index: number, { url, name, publisher }: (typeof SOURCES)[number]): Promise<void> {
    if (this.#hasScript) {
      await this.panel('Sources');
      this.fields++;
      await this.page.getByLabel('Address of a new source').evaluate((field, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, url);
    } else {
      await this.button(/^Add source/);
      await this.fill(this.field(`source.${index}.url`), url);
    }
    await this.fill(this.field(`source.${index}.name`), name);
    await this.fill(this.field(`source.${index}.publisher.name`), publisher);
  }

  async #citeWithButtons(): Promise<void> {
    const analysis = this.page.getByRole('textbox', { name: 'Analysis', exact: true });
    const cite = this.page.locator('[data-cite]');
    this.fields++;
    await analysis.focus();
    await this.page.keyboard.insertText(STORY.before);
    await this.panel('Sources');
    await this.press(cite.nth(0));
    await this.page.keyboard.insertText(STORY.between);
    await this.panel('Sources');
    await this.press(cite.nth(1));
    await this.page.keyboard.insertText(STORY.after);
  }

  async #citeByHand(): Promise<void> {
    const [one, other] = SOURCES;
    const text = `${STORY.before}${citationOf(one)}${STORY.between}${citationOf(other)}${STORY.after}`;
    await this.fill(this.field('articleBody'), text);
  }

  async #addEvidence(): Promise<void> {
    if (this.#hasScript) {
      await this.field('abstract').evaluate(
        (field: HTMLTextAreaElement, length) => field.setSelectionRange(0, length),
        STORY.claim.length,
      );
      await this.button('Give evidence for the marked words');
    } else {
      await this.button('Add evidence');
      await this.fill(this.field('evidence.0.claim'), STORY.claim);
    }
    this.fields++;
    await this.field('evidence.0.source').selectOption(SOURCES[0].url);
    await this.fill(this.field('evidence.0.quote.exact'), STORY.quote);
  }

  async #uploadHere(): Promise<void> {
    await this.button('Details');
    this.presses++;
    await this.page
      .getByLabel('Upload a picture, or drop or paste one here')
      .setInputFiles(pictureOf('a-day-of-polling'));
    await this.page.getByText(/is uploaded/).waitFor();
    await this.fill(this.field('image.alt'), STORY.alt);
    await this.fill(this.field('image.credit'), STORY.credit);
    await this.press(this.page.locator('#details .close'));
  }

  async #uploadOnItsPage(): Promise<void> {
    await this.button('Save');
    await this.link('Upload or choose a picture');
    this.presses++;
    await this.page.getByLabel('Picture', { exact: true }).setInputFiles(pictureOf('must-should-may'));
    await this.fill(this.page.getByLabel('Description'), STORY.alt);
    await this.fill(this.page.getByLabel('Credit'), STORY.credit);
    await this.button('Upload');
    await this.page.locator('form#draft').waitFor();
  }

  /** Publishes what is written, and returns the address of the story. */
  async publish(): Promise<string> {
    await this.button(/^Publish/);
    await this.button(/^Publish version/);
    const link = this.page.getByRole('status').getByRole('link');
    return (await link.getAttribute('href')) ?? '';
  }
}
