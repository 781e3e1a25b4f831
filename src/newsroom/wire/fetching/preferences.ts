import { decodeMarkupReferences, type HtmlToken, htmlTokens } from '../extraction/html-tokens.ts';
import { parseLinks } from './link-header.ts';
import { PRODUCT_TOKEN, type UsageRule } from './robots.ts';
import { RSL_TYPE } from './rsl.ts';

// What a publisher says about giving a page to a machine that writes.

/**
 * The words for that use: `ai-use` of the IETF's vocabulary (draft-ietf-aipref-vocab), and `ai-input` of Content Signals
 * (https://contentsignals.org), which publishers write in either field.
 */
const INPUT_USES = ['ai-use', 'ai-input'];
/** How either vocabulary says no. */
const REFUSALS = ['n', 'no', '?0'];

/** The most licences of a page that count. */
const MAX_LICENSES = 3;

/** What a response says about its use: the words that refuse it, as they are written, and the addresses of RSL licences. */
export interface PagePreferences {
  refusal?: string;
  licenses: string[];
  /** RSL licences that are in the page itself. */
  inline: string[];
}

/** Whether preferences such as `train-ai=n, ai-use=n` (a dictionary, RFC 9651 section 3.2) refuse the use. The last of a name counts. */
export function refusesInput(preferences: string): boolean {
  const values = new Map(
    preferences.split(',').map((member) => {
      const [name = '', value = ''] = member.split(';', 1)[0]?.split('=') ?? [];
      return [name.trim().toLowerCase(), value.trim().toLowerCase()] as const;
    }),
  );
  return INPUT_USES.some((use) => REFUSALS.includes(values.get(use) ?? ''));
}

/** Returns the rule of a robots.txt that refuses the use, as it is written; undefined if none does. */
export function refusalInRobots(rules: readonly UsageRule[]): string | undefined {
  const rule = rules.find(({ preferences }) => refusesInput(preferences));
  return rule && `${rule.field}: ${rule.preferences}`;
}

/** Directives for robots that have a value, which are no names of robots. */
const WITH_VALUE = ['unavailable_after', 'max-snippet', 'max-image-preview', 'max-video-preview'];

/** Whether directives for robots, such as `noindex, noai`, or `edgewire: noai` in a header, refuse the use. */
function saysNoAi(directives: string): boolean {
  let robot = '';
  return directives
    .toLowerCase()
    .split(',')
    .some((part) => {
      const [directive = '', name = ''] = part.split(':', 2).reverse();
      // A robot's name holds for the directives after it.
      if (name !== '' && !WITH_VALUE.includes(name.trim())) robot = name.trim();
      return directive.trim() === 'noai' && (robot === '' || robot === '*' || robot === PRODUCT_TOKEN);
    });
}

/** Returns what the headers of a response say about its use. `base` is its address. */
export function preferencesOfHeaders(headers: Headers, base: string): PagePreferences {
  const usage = headers.get('Content-Usage') ?? '';
  const signal = headers.get('Content-Signal') ?? '';
  const robots = headers.get('X-Robots-Tag') ?? '';
  let refusal: string | undefined;
  if (refusesInput(usage)) refusal = `Content-Usage: ${usage}`;
  else if (refusesInput(signal)) refusal = `Content-Signal: ${signal}`;
  else if (saysNoAi(robots)) refusal = `X-Robots-Tag: ${robots}`;
  const licenses = parseLinks(headers.get('Link') ?? '', base)
    .filter(({ relations, type }) => relations.includes('license') && type === RSL_TYPE)
    .map(({ url }) => url)
    .slice(0, MAX_LICENSES);
  return { ...(refusal && { refusal }), licenses, inline: [] };
}

/** Yields the tokens of a page, and those of what it has for browsers without scripts. */
function* allTokens(html: string): Generator<HtmlToken> {
  for (const token of htmlTokens(html)) {
    if (token.kind === 'raw' && token.name === 'noscript') yield* htmlTokens(token.text);
    else yield token;
  }
}

/** Returns what the markup of a page says about its use. `base` is its address. */
export function preferencesOfMarkup(html: string, base: string): PagePreferences {
  const licenses: string[] = [];
  const inline: string[] = [];
  let refusal: string | undefined;
  for (const token of allTokens(html)) {
    if (token.kind === 'text' || token.kind === 'close') continue;
    const of = (name: string) => decodeMarkupReferences(token.attributes.get(name) ?? '');
    if (token.kind === 'raw') {
      const isLicense = token.name === 'script' && of('type').trim().toLowerCase() === RSL_TYPE;
      if (isLicense && inline.length < MAX_LICENSES) inline.push(token.text);
    } else if (token.name === 'meta') {
      const isForRobots = ['robots', PRODUCT_TOKEN].includes(of('name').toLowerCase());
      if (isForRobots && saysNoAi(of('content')))
        refusal ??= `<meta name="${of('name')}" content="${of('content')}">`;
    } else if (token.name === 'link' && of('type').trim().toLowerCase() === RSL_TYPE) {
      if (of('rel').toLowerCase().split(/\s+/).includes('license')) licenses.push(of('href'));
    }
  }
  return { ...(refusal && { refusal }), licenses: absolute(licenses, base), inline };
}

const absolute = (addresses: string[], base: string): string[] =>
  addresses
    .map((address) => URL.parse(address, base)?.href)
    .filter((address) => address !== undefined)
    .slice(0, MAX_LICENSES);
