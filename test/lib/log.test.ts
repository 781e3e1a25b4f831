import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { log, redact, requestId } from '../../src/lib/log.ts';
import * as fc from '../draw.ts';

const lines: string[] = [];
const keep = (line: unknown) => {
  lines.push(String(line));
};

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(keep);
  vi.spyOn(console, 'error').mockImplementation(keep);
  lines.length = 0;
});
afterEach(() => vi.restoreAllMocks());

const events = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const named = (event: string) => events().filter((each) => each.event === event);

describe('a line', () => {
  test('is one line of JSON without control characters, whatever its values', () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(fc.array(hostile), (texts) => {
        lines.length = 0;
        log({ event: 'x', what: texts.join('\n\u001b[31m\u009b2J\u2028\u202e\r') });
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
        expect(JSON.parse(lines[0] ?? '').event).toBe('x');
      }),
    );
  });

  test('has at most 2,000 characters of a value, and says how many the value had', () => {
    log({ event: 'x', what: 'a'.repeat(1_000_000) });
    expect(named('x')[0]?.what).toBe(`${'a'.repeat(2000)}… (1000000 characters)`);
  });

  test.each([
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer …'],
    ['failed: https://ann:secret@news.example/a', 'failed: https://…@news.example/a'],
    ['GET https://a.example/callback?key=secret#x failed', 'GET https://a.example/callback?… failed'],
    ['/api/previews/0b8f7c1e-1111-4222-8333-444455556666', '/api/previews/…'],
    ["GET https://a.example/o'b?key=secret'secret failed", "GET https://a.example/o'b?… failed"],
    ["failed: https://o'b:sec'ret@news.example/a", 'failed: https://…@news.example/a'],
    ['a plain question? yes', 'a plain question? yes'],
  ])('does not contain the secret in %j', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });
});

describe('wherever a long text is cut, it contains no secret:', () => {
  const SECRET = 'sssecret';
  test.each([
    `https://ann:${SECRET}@news.example/a`,
    `//${SECRET}@news.example`,
    `Authorization: Bearer ${SECRET}`,
    `https://a.example/callback?key=${SECRET}#${SECRET}`,
    `/api/previews/${SECRET}`,
  ])('%s', (text) => {
    for (let before = 1900; before <= 2010; before++) {
      const clean = redact(`${'x'.repeat(before)} ${text} ${'y'.repeat(3000)}`);
      expect(clean, String(before)).not.toContain('ss');
      expect(clean).toMatch(/… \(\d+ characters\)$/);
    }
  });

  test('even if the text before the @ is longer than a value', () => {
    expect(redact(`https://ann:${'s'.repeat(1_000_000)}@news.example/`)).toBe(
      'https://…… (1000026 characters)',
    );
  });
});

describe('the id of a request', () => {
  const withRay = (ray: string) => new Request('https://any.host/', { headers: { 'CF-Ray': ray } });

  test("is Cloudflare's own", () => {
    expect(requestId(withRay('8f3a1b2c3d4e5f60-FRA'))).toBe('8f3a1b2c3d4e5f60-FRA');
  });

  test.each(['', 'x', '8f3a1b2c3d4e5f60-fra"}', 'A'.repeat(5000)])(
    'is a new UUID if Cloudflare’s is %j',
    (ray) => {
      const request = withRay(ray);
      expect(requestId(request)).toMatch(/^[\da-f-]{36}$/);
      expect(requestId(request)).toBe(requestId(request));
    },
  );
});
