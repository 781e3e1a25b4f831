import * as z from 'zod';
import { brokenAddressRule } from '../../../lib/public-hosts.ts';
import type { Settings } from '../../../settings/settings.ts';
import { DRAFTER_NAMES } from '../../../settings/wire-schema.ts';
import { languageTag, webUrl } from '../../../site/story/fields.ts';

// What a draft from sources is asked for with, by a form, the API or the command line.

/** The most addresses of one draft. More than a person can compare, and few enough to be read within minutes. */
export const MAX_SOURCES = 10;

const NONE = 'must have at least one address';
const FEW = `must have at most ${MAX_SOURCES} addresses`;

export const draftRequestSchema = z.strictObject({
  urls: z
    .array(webUrl)
    .min(1, { error: NONE })
    .max(MAX_SOURCES, { error: FEW })
    .describe('The addresses of the sources'),
  language: languageTag.optional().describe("The language of the draft; the site's if it is left out"),
  drafter: z
    .enum(DRAFTER_NAMES, { error: `must be one of ${DRAFTER_NAMES.join(', ')}` })
    .optional()
    .describe('What drafts the TL;DR; as the settings say if it is left out'),
});

/** An address that no draft can be made from: as it was typed, and the rule that it breaks. */
export interface AddressFault {
  value: string;
  rule: string;
}

/** Returns the rule that an address does not satisfy; undefined if the wire may be asked to read it. */
export function brokenSourceRule(
  address: string,
  { site, isLoopbackAllowed }: Pick<Settings, 'site' | 'isLoopbackAllowed'>,
): string | undefined {
  const issue = webUrl.safeParse(address).error?.issues[0];
  return issue?.message ?? brokenAddressRule(new URL(address), { siteUrl: site.url, isLoopbackAllowed });
}

/** Reads the addresses in a text, one a line. An address that is there twice counts once. */
export function readAddresses(text: string): string[] {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** Returns the faults of addresses. A fault without a value is one of the list as a whole. */
export function findAddressFaults(
  urls: readonly string[],
  brokenRule: (address: string) => string | undefined,
): AddressFault[] {
  if (urls.length === 0) return [{ value: '', rule: NONE }];
  if (urls.length > MAX_SOURCES) return [{ value: '', rule: `${FEW}, and has ${urls.length}` }];
  return urls.flatMap((value) => {
    const rule = brokenRule(value);
    return rule === undefined ? [] : [{ value, rule }];
  });
}
