import { decodeBody } from '../extraction/decode.ts';
import type { FetchedPage, FetchFailure, Purpose } from './fetched.ts';
import type { Policies } from './policies.ts';
import {
  type PagePreferences,
  preferencesOfHeaders,
  preferencesOfMarkup,
  refusalInRobots,
} from './preferences.ts';
import { isAllowed, parseRobots, type Robots, usageRules } from './robots.ts';
import { rslRefusal } from './rsl.ts';

/** What publishers permit: whether robots may read a page, and whether a draft may be made from it. */
export class Permissions {
  readonly #policies: Policies;

  constructor(policies: Policies) {
    this.#policies = policies;
  }

  /**
   * Judges an address before it is asked. Returns why the page must not be read, or the pause that the host wishes between two
   * requests, in milliseconds. The archive's interfaces are made for programs, so no robots.txt is asked about them.
   */
  async beforehand(url: URL, purpose: Purpose): Promise<FetchFailure | number> {
    if (purpose === 'archive') return 0;
    const robots = await this.#robotsOf(url);
    if ('ok' in robots) return robots;
    if (!isAllowed(robots, url)) {
      return {
        ok: false,
        kind: 'robots',
        detail: `${url.host} lets no robot of this kind read ${url.href} (${url.origin}/robots.txt says so). Open the page yourself.`,
      };
    }
    if (purpose === 'draft') {
      const words = refusalInRobots(usageRules(robots, url));
      if (words) return refusal(url, `its robots.txt says "${words}"`);
      const refused = await this.#refusalOfLicenses(robots.licenses, url);
      if (refused) return refused;
    }
    return robots.crawlDelay;
  }

  /** Returns why no draft may be made from a page that was read, by its headers, its markup and the licences that they name. */
  async refusalOfPage(page: FetchedPage): Promise<FetchFailure | undefined> {
    const { url: address, headers } = page;
    const url = new URL(address);
    const said: PagePreferences[] = [preferencesOfHeaders(new Headers(headers), address)];
    if (/html|xml/i.test(headers['content-type'] ?? 'html'))
      said.push(preferencesOfMarkup(decodeBody(page).text, address));
    for (const { refusal: words, inline } of said) {
      if (words) return refusal(url, `the page says "${words}"`);
      for (const license of inline) {
        const reason = rslRefusal(license, url);
        if (reason) return refusal(url, RSL_REASONS[reason]('the licence in the page'));
      }
    }
    return this.#refusalOfLicenses(
      said.flatMap(({ licenses }) => licenses),
      url,
    );
  }

  /** Returns what the robots.txt of a host says. While it cannot be read, nothing may be read (RFC 9309 section 2.3.1.4). */
  async #robotsOf(url: URL): Promise<Robots | FetchFailure> {
    const policy = await this.#policies.read(`${url.origin}/robots.txt`);
    if (policy.ok) return parseRobots(policy.text);
    if (policy.later) return policy.later;
    const detail = `${url.origin}/robots.txt could not be read, so robots must read nothing of ${url.host}. Try again later, or open the page yourself. If it stays so, check the name: it may lead to nothing, to this machine or to a private network, which the wire cannot see.`;
    return { ok: false, kind: 'robots', detail, retryAt: policy.retryAt };
  }

  async #refusalOfLicenses(licenses: string[], page: URL): Promise<FetchFailure | undefined> {
    for (const address of new Set(licenses)) {
      const policy = await this.#policies.read(address);
      if (!policy.ok) {
        const detail = `${page.host} has a licence for machines (${address}), which could not be read. Try again later, or read the page yourself.`;
        return { ok: false, kind: 'usage', detail, retryAt: policy.retryAt };
      }
      const reason = rslRefusal(policy.text, page);
      if (reason) return refusal(page, RSL_REASONS[reason](`its licence ${address}`));
    }
    return undefined;
  }
}

const RSL_REASONS = {
  prohibited: (license: string) => `${license} prohibits "ai-input"`,
  payment: (license: string) => `${license} asks for payment for "ai-input"`,
};

const refusal = (page: URL, reason: string): FetchFailure => ({
  ok: false,
  kind: 'usage',
  detail: `${page.host} refuses that machines write from ${page.href}: ${reason}. Read it yourself, or ask the publisher.`,
});
