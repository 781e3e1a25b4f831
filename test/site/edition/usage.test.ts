import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import identity from '../../../data/site.json' with { type: 'json' };
import type { Site, Usage } from '../../../src/settings/site.ts';
import { parseSite } from '../../../src/settings/site-schema.ts';
import { withUsagePolicy } from '../../../src/site/document/headers.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { renderRobots } from '../../../src/site/edition/robots.ts';
import { renderRsl } from '../../../src/site/edition/usage.ts';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { sampleEdition } from '../../samples.ts';

// Reads the usage policy from every document and header that states it, as recipients would, and compares the results.

const siteWith = (usage: unknown): Site => parseSite({ ...identity, usage }, 'https://news.example');

type Stated = Record<string, boolean>;

/** Reads `search=yes, ai-train=no`. */
const readList = (list: string | undefined, yes: string): Stated =>
  Object.fromEntries(
    (list?.split(', ') ?? []).map((each) => {
      const [name, value] = each.split('=');
      return [name, value === yes];
    }),
  );

function readRobots(text: string) {
  const lines = text.split('\n').filter((line) => line !== '');
  const values = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  return {
    signal: readList(values('Content-Signal')[0], 'yes'),
    preferences: readList(values('Content-Usage')[0]?.replace(/^\/ /, ''), 'y'),
    licence: values('License')[0],
  };
}

const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'item' });

/** Reads the `<permits>` and `<prohibits>` elements of a licence. */
function readTerms(licence: Record<string, { '#text': string; '@_type': string }>, prefix = ''): Stated {
  const uses = (name: string, allowed: boolean) => {
    const term = licence[`${prefix}${name}`];
    if (!term) return [];
    expect(term['@_type']).toBe('usage');
    return term['#text'].split(' ').map((use) => [use, allowed] as const);
  };
  const stated = [...uses('permits', true), ...uses('prohibits', false)];
  expect(new Set(stated.map(([use]) => use)).size).toBe(stated.length);
  return Object.fromEntries(stated);
}

const linked = (html: string) =>
  html.match(/<link rel="license" type="application\/rsl\+xml" href="([^"]+)"/)?.[1];

/** Translates the policy into a vocabulary; leaves out what is not stated. */
const inWords = (usage: Usage, words: [keyof Usage, string][]): Stated =>
  Object.fromEntries(
    words.flatMap(([use, word]) => (usage[use] === undefined ? [] : [[word, usage[use] as boolean]])),
  );

const choices = [undefined, true, false];
const policies = choices
  .flatMap((search) =>
    choices.flatMap((aiInput) => choices.map((aiTrain): Usage => ({ search, aiInput, aiTrain }))),
  )
  .filter((usage) => Object.values(usage).some((each) => each !== undefined));

describe.each(policies)('search $search, input $aiInput, training $aiTrain', (usage) => {
  const policy = siteWith(usage);
  const robots = readRobots(renderRobots(policy));
  const headers = new Headers(withUsagePolicy({}, policy));
  const isDecided = Object.values(usage).every((each) => each !== undefined);

  test('is stated by robots.txt and the header, as far as their vocabularies can', () => {
    expect(robots.signal).toEqual(
      inWords(usage, [
        ['search', 'search'],
        ['aiInput', 'ai-input'],
        ['aiTrain', 'ai-train'],
      ]),
    );
    const preferences = inWords(usage, [
      ['search', 'search'],
      ['aiTrain', 'train-ai'],
    ]);
    expect(robots.preferences).toEqual(preferences);
    expect(readList(headers.get('Content-Usage') ?? undefined, 'y')).toEqual(preferences);
  });

  test('is the same in RSL, its links and RSS if it decides every use; otherwise there is no RSL', () => {
    const licence = renderRsl(policy);
    const rss = renderRss(sampleEdition, policy);
    const { channel } = parser.parse(rss).rss;
    const link = isDecided ? 'https://news.example/license.xml' : undefined;
    expect(robots.licence).toBe(link);
    expect(headers.get('Link')).toBe(link ? `<${link}>; rel="license"; type="application/rsl+xml"` : null);
    expect(linked(renderListingPage(sampleEdition, policy))).toBe(link);
    if (!licence) {
      expect(isDecided).toBe(false);
      expect(rss).not.toContain('rsl:');
      return;
    }
    const { rsl } = parser.parse(licence);
    expect(rsl['@_xmlns']).toBe('https://rslstandard.org/rsl');
    expect(rsl.content['@_url']).toBe('/');
    const terms = readTerms(rsl.content.license);
    expect(terms).toEqual(
      inWords(usage, [
        ['search', 'search'],
        ['aiInput', 'ai-input'],
        ['aiInput', 'ai-index'],
        ['aiTrain', 'ai-train'],
      ]),
    );
    expect(channel['@_xmlns:rsl']).toBe('https://rslstandard.org/rsl');
    for (const item of channel.item) {
      expect(item['rsl:content']['@_url']).toBe(item.link);
      expect(readTerms(item['rsl:content']['rsl:license'], 'rsl:')).toEqual(terms);
    }
    expect(channel.item).toHaveLength(sampleEdition.entries.length);
  });
});

test('nothing is stated until the operator chooses', () => {
  const policy = siteWith(undefined);
  expect(policy.usage).toBeNull();
  expect(renderRobots(policy)).not.toMatch(/Content|License/);
  expect(withUsagePolicy({}, policy)).toEqual({});
  expect(renderRsl(policy)).toBeUndefined();
  expect(renderRss(sampleEdition, policy)).not.toContain('rsl');
  expect(linked(renderListingPage(sampleEdition, policy))).toBeUndefined();
});

test('the RSL licence and robots.txt match the golden files', async () => {
  const policy = siteWith({ search: true, aiInput: true, aiTrain: false });
  await expect(renderRsl(policy)).toMatchFileSnapshot('../../golden/license.xml');
  await expect(renderRobots(policy)).toMatchFileSnapshot('../../golden/robots.txt');
});

test.each([
  [{}, 'must state search, aiInput or aiTrain; to state nothing, write null or leave it out'],
  [{ search: 'yes' }, 'must be true or false, or left out'],
  [{ training: false }, 'training'],
])('the policy %j is refused', (usage, fault) => {
  expect(() => siteWith(usage)).toThrow(fault);
});
