import { type Marked, type SaidSentence, sentence, told } from '../../words/translate.ts';
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
        ...told(
          sentence(
            '{host} lets no robot of this kind read {address} ({robots} says so). Open the page yourself.',
          ),
          { host: url.host, address: url.href, robots: `${url.origin}/robots.txt` },
        ),
      };
    }
    if (purpose === 'draft') {
      const words = refusalInRobots(usageRules(robots, url));
      if (words) return refusal(url, ROBOTS_SAY, { words });
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
      if (words) return refusal(url, PAGE_SAYS, { words });
      for (const license of inline) {
        const reason = rslRefusal(license, url);
        if (reason) return refusal(url, IN_PAGE[reason]);
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
    const what = sentence(
      '{robots} could not be read, so robots must read nothing of {host}. Try again later, or open the page yourself. If it stays so, check the name: it may lead to nothing, to this machine or to a private network, which the wire cannot see.',
    );
    const values = { robots: `${url.origin}/robots.txt`, host: url.host };
    return { ok: false, kind: 'robots', ...told(what, values), retryAt: policy.retryAt };
  }

  async #refusalOfLicenses(licenses: string[], page: URL): Promise<FetchFailure | undefined> {
    for (const address of new Set(licenses)) {
      const policy = await this.#policies.read(address);
      if (!policy.ok) {
        const what = sentence(
          '{host} has a licence for machines ({address}), which could not be read. Try again later, or read the page yourself.',
        );
        const values = { host: page.host, address };
        return { ok: false, kind: 'usage', ...told(what, values), retryAt: policy.retryAt };
      }
      const reason = rslRefusal(policy.text, page);
      if (reason) return refusal(page, BY_LICENCE[reason], { licence: address });
    }
    return undefined;
  }
}

const ROBOTS_SAY = sentence(
  '{host} refuses that machines write from {address}: its robots.txt says "{words}". Read it yourself, or ask the publisher.',
);
const PAGE_SAYS = sentence(
  '{host} refuses that machines write from {address}: the page says "{words}". Read it yourself, or ask the publisher.',
);
/** What RSL says (`rsl.ts`), in the page. */
const IN_PAGE = {
  prohibited: sentence(
    '{host} refuses that machines write from {address}: the licence in the page prohibits "ai-input". Read it yourself, or ask the publisher.',
  ),
  payment: sentence(
    '{host} refuses that machines write from {address}: the licence in the page asks for payment for "ai-input". Read it yourself, or ask the publisher.',
  ),
};
const BY_LICENCE = {
  prohibited: sentence(
    '{host} refuses that machines write from {address}: its licence {licence} prohibits "ai-input". Read it yourself, or ask the publisher.',
  ),
  payment: sentence(
    '{host} refuses that machines write from {address}: its licence {licence} asks for payment for "ai-input". Read it yourself, or ask the publisher.',
  ),
};

const refusal = (page: URL, what: Marked<string>, values: SaidSentence['values'] = {}): FetchFailure => ({
  ok: false,
  kind: 'usage',
  ...told(what, { host: page.host, address: page.href, ...values }),
});
