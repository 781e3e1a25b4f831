import { describe, expect, test } from 'vitest';
import identity from '../../../../data/site.json';
import {
  brokenSourceRule,
  draftRequestSchema,
  findAddressFaults,
  MAX_SOURCES,
  readAddresses,
} from '../../../../src/newsroom/drafting/wire/draft-request.ts';
import { parseSite } from '../../../../src/settings/site-schema.ts';

const site = parseSite(identity, 'https://news.example');
const faultsOf = (text: string, isLoopbackAllowed = false) =>
  findAddressFaults(readAddresses(text), (url) => brokenSourceRule(url, { site, isLoopbackAllowed }));

describe('addresses, one a line', () => {
  test('are read with any line ends; blanks around them and empty lines count for nothing', () => {
    const text = '\r\n https://a.example/1 \rhttp://b.example\n\n\thttps://c.example/ü?x=1#y\r\n';
    expect(readAddresses(text)).toEqual([
      'https://a.example/1',
      'http://b.example',
      'https://c.example/ü?x=1#y',
    ]);
    expect(faultsOf(text)).toEqual([]);
  });

  test('that are there twice count once', () => {
    expect(readAddresses('https://a.example/\nhttps://a.example/')).toEqual(['https://a.example/']);
  });

  test.each([
    ['www.a.example', 'must be an absolute http or https URL'],
    ['ftp://a.example/', 'must be an absolute http or https URL'],
    ['https://', 'must be an absolute http or https URL'],
    ['javascript:alert(1)', 'must be an absolute http or https URL'],
    [`https://a.example/${'x'.repeat(2000)}`, 'must have at most 2,000 characters'],
    ['https://user:word@a.example/', 'must have no user name or password'],
    ['https://news.example/stories/a', 'must not be an address of this site'],
    ['http://169.254.169.254/latest/', 'must be on a host of the public Internet'],
    ['http://127.0.0.1:8787/', 'must be on a host of the public Internet'],
    ['http://router.lan/', 'must be on a host of the public Internet'],
  ])('%s breaks a rule', (value, rule) => {
    expect(faultsOf(`https://a.example/\n${value}`)).toEqual([{ value, rule }]);
  });

  test('may be on this machine if the wire may call it', () => {
    expect(faultsOf('http://127.0.0.1:8887/a.html', true)).toEqual([]);
  });

  test('must be there, and not too many', () => {
    expect(faultsOf(' \n')).toEqual([{ value: '', rule: 'must have at least one address' }]);
    const lines = Array.from({ length: MAX_SOURCES + 1 }, (_, index) => `https://a.example/${index}`);
    expect(faultsOf(lines.slice(1).join('\n'))).toEqual([]);
    expect(faultsOf(lines.join('\n'))).toEqual([
      { value: '', rule: 'must have at most 10 addresses, and has 11' },
    ]);
  });
});

test('a request names a language and a drafter, or leaves them out', () => {
  const urls = ['https://a.example/'];
  expect(draftRequestSchema.parse({ urls })).toEqual({ urls });
  expect(draftRequestSchema.parse({ urls, language: 'zh-Hans', drafter: 'openai' })).toMatchObject({
    drafter: 'openai',
  });
  for (const wrong of [
    { language: 'Englisch!' },
    { drafter: 'gpt' },
    { urls: [] },
    { url: 'https://a.example/' },
  ])
    expect(draftRequestSchema.safeParse({ urls, ...wrong }).success).toBe(false);
});
