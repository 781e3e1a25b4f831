import { describe, expect, test } from 'vitest';
import { securityHeaders } from '../../../src/site/page/security.ts';
import { storyJsonSchema } from '../../../src/site/story/json-schema.ts';
import { formatFault } from '../../../src/site/story/parse/fault.ts';
import { parseNewRecord, parseStoryRecord } from '../../../src/site/story/parse/parse.ts';
import { aStory, site } from '../../samples.ts';

const recordWith = (url: string) => ({
  ...aStory(),
  image: { url, width: 1200, height: 630, encodingFormat: 'image/png' },
});

const policyOf = async (url: string) =>
  /img-src ([^;]*)/.exec((await securityHeaders(site, [url]))['Content-Security-Policy'] ?? '')?.[1];

/** Whether a policy with this source allows the picture, as CSP Level 3 section 6.7.2 matches URLs. */
function isAllowed(source: string, address: string): boolean {
  const url = new URL(address);
  if (/^https?:$/.test(source)) return source === url.protocol || source === 'http:';
  // scheme-part "://" host-part [ ":" port-part ], with only these characters in a host.
  const match = /^(https?):\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(\d+))?$/.exec(source);
  if (!match) return false;
  const [, scheme, host, port = ''] = match;
  const isIpv4 = /^\d+(\.\d+){3}$/.test(host ?? '');
  return `${scheme}:` === url.protocol && host === url.hostname && port === url.port && !isIpv4;
}

const REFUSED: [string, RegExp][] = [
  ['http://images.example/a.png', /must begin with https/],
  ['https://ann:secret@images.example/a.png', /must have no user name or password/],
  ['https://my_images.example/a.png', /must be on a host of letters, digits and hyphens/],
  ['https://images.example./a.png', /must be on a host of letters/],
  ['https://[2606:4700::1]/a.png', /must be on a host of letters/],
  ['https://1.1.1.1/a.png', /must be on a host of letters/],
  ['https://images.example:6667/a.png', /must not use port 6667/],
  ['https://images.example:22/a.png', /must not use port 22/],
];

describe('a picture that browsers would not load', () => {
  test.each(REFUSED)('%s is refused in new records, and the fault says why', (url, rule) => {
    const parsed = parseNewRecord(recordWith(url));
    expect(parsed.ok ? [] : parsed.faults).toEqual([
      { field: 'image.url', value: JSON.stringify(url), rule: expect.stringMatching(rule) },
    ]);
  });

  test.each(REFUSED)(
    '%s is read where it is stored, and the policy of its page is well-formed and allows it',
    async (url) => {
      expect(parseStoryRecord(recordWith(url)).ok).toBe(true);
      const [self, source = ''] = (await policyOf(url))?.split(' ') ?? [];
      expect(self).toBe("'self'");
      expect(isAllowed(source, url)).toBe(true);
    },
  );
});

test.each([
  'https://images.example/a.png',
  'https://IMAGES.example:443/a;b,c.png?x=1;y#z',
  'https://images.example:8443/a.png',
  'https://bücher.example/ü.png',
  "https://images.example/'unsafe-inline'%20*;script-src.png",
])('%s is accepted, and the policy of its page allows it', async (url) => {
  expect(parseNewRecord(recordWith(url)).ok).toBe(true);
  const source = (await policyOf(url))?.split(' ')[1] ?? '';
  expect(isAllowed(source, url)).toBe(true);
});

const parse = (image: Record<string, unknown>) =>
  parseStoryRecord({
    ...aStory(),
    image: { width: 1, height: 1, encodingFormat: 'image/png', url: '/a.png', ...image },
  });

const faultsOf = (url: unknown) => {
  const parsed = parse({ url });
  return parsed.ok ? [] : parsed.faults.map((fault) => formatFault(fault));
};

describe('the address of a picture', () => {
  test.each([
    'https://img.example/p.jpg?w=1200',
    'http://img.example/p.jpg',
    '/logo.png',
    '/pictures/2026/a-chart_1.final~2.png',
    '/.well-known/picture.png',
    '/a..b.png',
  ])('may be %s, and is stored as written', (url) => {
    const parsed = parse({ url });
    expect(parsed.ok && parsed.value.image?.url).toBe(url);
  });

  test.each([
    'pictures/chart.png',
    './chart.png',
    'ftp://img.example/p.jpg',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
    '',
    7,
  ])('must not be %j, and the fault says what is allowed', (url) => {
    const [fault, ...others] = faultsOf(url);
    expect(fault).toContain(
      'image.url: must be an absolute http or https URL, or the path of a picture on this site, like /pictures/chart.png',
    );
    expect(others).toEqual([]);
  });

  test.each([
    '//img.example/p.png',
    '/pictures/../secret.png',
    '/..',
    '/./a.png',
    '/pictures//a.png',
    '/pictures/',
    '/',
    '/\\img.example/p.png',
    '/pictures\\a.png',
    '/a b.png',
    '/%2e%2e/a.png',
    '/a.png?x=1',
    '/a.png#x',
    '/größe.png',
    `/${'a/'.repeat(240)}..`,
  ])('must not be %s, and the fault says what a path is', (url) => {
    const [fault, ...others] = faultsOf(url);
    expect(fault).toContain(
      'image.url: must be the path of a picture on this site, like /pictures/chart.png',
    );
    expect(others).toEqual([]);
  });

  test('has a maximum length', () => {
    expect(faultsOf(`/${'a'.repeat(500)}`)[0]).toContain('must have at most 500 characters');
    expect(faultsOf(`https://a.example/${'a'.repeat(2000)}`)[0]).toContain('at most 2,000 characters');
    expect(faultsOf('https:// /')[0]).toContain('must be an absolute http or https URL');
  });
});

test('a picture of an older record, without alt and credit, is still accepted', () => {
  const parsed = parse({ caption: 'A caption' });
  expect(parsed.ok && parsed.value.image).toMatchObject({ caption: 'A caption', alt: null, credit: null });
});

test('the JSON Schema says what each text of a picture is for', () => {
  const { properties } = storyJsonSchema() as never as {
    properties: { image: { anyOf: { properties: Record<string, { description?: string }> }[] } };
  };
  const { url, alt, caption, credit } = properties.image.anyOf[0]?.properties ?? {};
  expect(url).toMatchObject({ type: 'string', format: 'uri-reference' });
  expect(alt?.description).toMatch(/cannot see the picture/);
  expect(caption?.description).toMatch(/below the picture/);
  expect(credit?.description).toMatch(/made the picture/);
});
