import { describe, expect, test } from 'vitest';
import { editionSchema } from '../../../src/site/edition/edition.ts';
import { parseScope } from '../../../src/site/edition/scope.ts';
import { scopesOf } from '../../../src/site/edition/story-scopes.ts';
import { publisherDomain } from '../../../src/site/story/sources/publisher.ts';
import * as fc from '../../draw.ts';
import { aStory, publish, site } from '../../samples.ts';

test.each([
  ['zh-TW', ['zh', 'zh-Hant'], 'zh-Hant'],
  ['zh-TW', ['zh-Hant'], 'zh-Hant'],
  ['zh-TW', ['zh'], undefined],
  ['zh-CN', ['zh-Hant', 'zh'], 'zh'],
  ['pt-BR', ['pt-PT'], undefined],
  ['pt-BR', ['pt-PT', 'pt'], 'pt'],
  ['ar-u-nu-latn', ['ar'], 'ar'],
])('a story in %s is of the languages %j in %s', (inLanguage, languages, expected) => {
  const scopes = scopesOf(publish(aStory({ inLanguage })), { ...site, languages });
  expect(scopes.find((scope) => scope.startsWith('language:'))).toBe(expected && `language:${expected}`);
});

test('an edition of any scope is one that is read from KV', () => {
  const scopes = scopesOf(publish(aStory({ series: 'Feeds' })), { ...site, languages: ['en'] });
  expect(scopes).toEqual(expect.arrayContaining(['language:en', 'series:Feeds']));
  for (const scope of scopes) expect(editionSchema.shape.scope.safeParse(scope).success).toBe(true);
});

describe('the scope of a source', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
  const host = fc
    .tuple(fc.nat(3), fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '.'))
    .map(([count, labels, root]) => `${'www.'.repeat(count)}${labels.join('.')}${root}`)
    .filter((name) => URL.canParse(`https://${name}/`));

  test('is valid, and its domain is the publisher’s domain of itself', () => {
    fc.assert(
      fc.property(host, (name) => {
        const domain = publisherDomain({ url: `https://${name}/`, publisher: null });
        expect(parseScope(`source:${domain}`)).toBe(`source:${domain}`);
        expect(publisherDomain({ url: `http://${domain}/`, publisher: null })).toBe(domain);
      }),
    );
  });

  test('has the host that the URL standard finds, whatever stands around it', () => {
    const part = fc.constantFrom(
      'a',
      'Bc',
      'd-e',
      '-',
      '--',
      'xn--',
      'xn--bcher-kva',
      '.',
      '1',
      '0x7f',
      'ü',
      '_',
      '%61',
      '\t',
    );
    const url = fc
      .tuple(
        fc.constantFrom('https://', 'http://', 'HTTPS://', ' https:', 'https:\\\\'),
        fc.constantFrom('', 'user@', 'a.example@', 'a:b@'),
        fc.array(part, { maxLength: 4 }).map((parts) => parts.join('')),
        fc.constantFrom('', '.example', '.com.', '.e1', '.1'),
        fc.constantFrom('', '/', '?a', '#a', ':443', ':81/a', '\\a', '@b.example', ' '),
      )
      .map((parts) => parts.join(''))
      .filter((text) => URL.canParse(text));
    fc.assert(
      fc.property(url, (text) => {
        const { hostname } = new URL(text);
        expect(publisherDomain({ url: text, publisher: null })).toBe(hostname.replace(/^(www\.)+(?=.)/, ''));
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['https://www.www.a.example/', 'https://www./', 'https://[::ffff:1.2.3.4]:81/', 'https://1.2/'])(
    'of %s is one',
    (url) => {
      const scopes = scopesOf(publish(aStory({ citation: [{ url }] })), site);
      expect(scopes.map((scope) => parseScope(scope))).toEqual(scopes);
    },
  );
});

test.each([
  '',
  'All',
  'topic:',
  'topic:A',
  'topic:../../x',
  `topic:${'a'.repeat(61)}`,
  'source:',
  'source:..',
  'source:.',
  'source:a..example',
  'source:A.example',
  'source:www.a.example',
  'source:a.example:80',
  'source:a.example/',
  'source:a@b.example',
  'source:a.example?',
  'source:a.example\n',
  `source:${'a.'.repeat(126)}aa`,
  'section:a',
  'x'.repeat(600),
])('%j is not a scope', (text) => {
  expect(parseScope(text)).toBeUndefined();
});
