import { describe, expect, test } from 'vitest';
import { storyJsonSchema } from '../../src/story/json-schema.ts';
import { describeFault } from '../../src/story/parse/fault.ts';
import { parseStoryRecord } from '../../src/story/parse/parse.ts';
import { aStory } from '../samples.ts';

const parse = (image: Record<string, unknown>) =>
  parseStoryRecord({
    ...aStory(),
    image: { width: 1, height: 1, encodingFormat: 'image/png', url: '/a.png', ...image },
  });

const faultsOf = (url: unknown) => {
  const parsed = parse({ url });
  return parsed.ok ? [] : parsed.faults.map((fault) => describeFault(fault));
};

describe('the address of a picture', () => {
  test.each([
    'https://img.example/p.jpg?w=1200',
    'http://img.example/p.jpg',
    '/logo.png',
    '/pictures/2026/a-chart_1.final~2.png',
    '/.well-known/picture.png',
    '/a..b.png',
  ])('may be %s, and stays as it is written', (url) => {
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
  ])('may not be %j, and the fault says what it may be', (url) => {
    const [fault, ...others] = faultsOf(url);
    expect(fault).toContain(
      'image.url: must be an absolute http or https URL, or the path of a file in data/public, like /pictures/chart.png',
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
  ])('may not be %s, and the fault says what a path is', (url) => {
    const [fault, ...others] = faultsOf(url);
    expect(fault).toContain('image.url: must be the path of a file in data/public, like /pictures/chart.png');
    expect(others).toEqual([]);
  });

  test('has a greatest length', () => {
    expect(faultsOf(`/${'a'.repeat(500)}`)[0]).toContain('must have at most 500 characters');
    expect(faultsOf(`https://a.example/${'a'.repeat(2000)}`)[0]).toContain('at most 2,000 characters');
    expect(faultsOf('https:// /')[0]).toContain('must be an absolute http or https URL');
  });
});

test('a picture of an older record, without alt and credit, is read as before', () => {
  const parsed = parse({ caption: 'A caption' });
  expect(parsed.ok && parsed.value.image).toMatchObject({ caption: 'A caption', alt: null, credit: null });
});

test('the JSON Schema says what each text of a picture is for', () => {
  const { properties } = storyJsonSchema() as never as {
    properties: { image: { anyOf: { properties: Record<string, { description?: string }> }[] } };
  };
  const { url, alt, caption, credit } = properties.image.anyOf[0]?.properties ?? {};
  expect(url).toMatchObject({ type: 'string', format: 'uri-reference' });
  expect(alt?.description).toMatch(/does not see it/);
  expect(caption?.description).toMatch(/beneath the picture/);
  expect(credit?.description).toMatch(/made the picture/);
});
