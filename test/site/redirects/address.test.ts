import { describe, expect, test } from 'vitest';
import { candidateKeys, redirectKey, trimPath } from '../../../src/site/redirects/address.ts';
import * as fc from '../../draw.ts';

describe('the key of an old address', () => {
  test.each([
    ['/2019/05/a-story/', '/2019/05/a-story'],
    ['/2019/05/A-Story', '/2019/05/a-story'],
    ['//2019///05/a-story//', '/2019/05/a-story'],
    ['/2019/05/a-story/index.html', '/2019/05/a-story'],
    ['/index.php/2019/05/a-story/', '/2019/05/a-story'],
    ['/index.php?p=123', '/?p=123'],
    ['/?p=123', '/?p=123'],
    ['/?utm_source=x&p=123&fbclid=y', '/?p=123'],
    ['/index.php?option=com_content&view=article&id=42', '/?id=42'],
    ['/news/story.php?storyid=7&mode=print', '/news/story.php?storyid=7'],
    ['/?q=node/12', '/?q=node/12'],
    ['/?monthnum=5&year=2019', '/?monthnum=5&year=2019'],
    ['/?year=2019&monthnum=5#top', '/?monthnum=5&year=2019'],
    ['/?P=123', '/?p=123'],
    ['/?p=1&p=2', '/?p=2'],
    ['/?p=', '/'],
    ['/?name=a+story', '/?name=a%20story'],
    ['/?name=a%20story', '/?name=a%20story'],
    ['/%e7%bb%8f%E6%B5%8E/', '/经济'],
    ['/经济', '/经济'],
    ['/caf%C3%A9', '/café'],
    ['/cafe%CC%81', '/café'],
    ['/CAF%C3%89', '/café'],
    ['/caf%E9', '/caf%e9'],
    ['/a%2Fb', '/a%2fb'],
    ['/a%3Fp=1', '/a%3fp=1'],
    ['/a%0Ab', '/a%0ab'],
    ['/a%E2%80%AEb', '/a%e2%80%aeb'],
    ['/%41%20b', '/a%20b'],
    ['/a/../b/./c', '/b/c'],
    ['https://old.example/2019/', '/2019'],
    ['HTTP://old.example:8080', '/'],
    ['/', '/'],
  ])('of %s is %s', (address, key) => {
    expect(redirectKey(address)).toBe(key);
  });

  test.each(['', '2019/05', 'ftp://old.example/x', 'javascript:alert(1)', 'https://', '?p=1'])(
    'is null for %j, which is no address',
    (address) => {
      expect(redirectKey(address)).toBeNull();
    },
  );

  const address = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `/${text}`),
    fc
      .array(
        fc.constantFrom(
          '%',
          '%2',
          '%c3%a9',
          '%CC%81',
          'e',
          'É',
          '/',
          '//',
          '..',
          'index.php',
          '?',
          '&',
          'p=',
          '=',
          '#',
          '%2F',
          '%25',
          '\u0130',
          'Σ',
          '\u037e',
          '+',
          '%C3',
          ' ',
        ),
        { maxLength: 20 },
      )
      .map((parts) => `/${parts.join('')}`),
  );

  test('is its own key, and has nothing that would end a line', () => {
    fc.assert(
      fc.property(address, (text) => {
        const key = redirectKey(text);
        if (key === null) return;
        expect(redirectKey(key)).toBe(key);
        expect(key).toMatch(/^\/(?![/\\])/);
        expect(key).not.toMatch(/[\p{Cc}\p{Z}]/u);
      }),
      { numRuns: 5000 },
    );
  });

  test('is the same for every spelling of an address', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { maxLength: 4 }),
        (parts) => {
          const path = `/${parts.map(encodeURIComponent).join('/')}`;
          const key = redirectKey(path);
          const spelled = [
            `${path}/`,
            path.toLowerCase(),
            `${path}?utm_source=x`,
            `${path}/index.html`,
            `https://x.example${path}#a`,
          ];
          for (const each of spelled) expect(redirectKey(each)).toBe(key);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('takes no longer for a hostile address than its length says', () => {
    const steps = (length: number) => {
      const begin = performance.now();
      for (let round = 0; round < 20; round++) {
        for (const part of ['/', '/index.php', '%', '%c3', '&p=1', '/index.html', '%2e/'])
          redirectKey(`/${part.repeat(length / part.length)}x`);
      }
      return performance.now() - begin;
    };
    steps(2000);
    // Sixteen times as long, so about sixteen times the time; a square would take 256 times.
    expect(steps(32_000) / Math.max(steps(2000), 1)).toBeLessThan(128);
  });
});

describe('the keys under which an address may be found', () => {
  test.each([
    ['/a', ['/a']],
    ['/a?p=1', ['/a?p=1', '/a']],
    ['/a/page/2', ['/a/page/2', '/a']],
    ['/a/amp', ['/a/amp', '/a']],
    ['/?p=1', ['/?p=1']],
    ['/', []],
    ['/page/2', ['/page/2']],
    ['/a/embed?p=1', ['/a/embed?p=1', '/a/embed', '/a']],
  ])('of %s are its own, and those without what WordPress adds', (key, keys) => {
    expect(candidateKeys(key)).toEqual(keys);
  });
});

test('a path is trimmed at its end alone', () => {
  expect(trimPath('//evil.example/')).toBe('//evil.example');
  expect(trimPath('/index.php')).toBe('');
  expect(trimPath('/a/index.html//')).toBe('/a');
});
