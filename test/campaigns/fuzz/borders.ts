import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isPublicHost } from '../../../src/lib/public-hosts.ts';
import type { Line } from '../../../src/newsroom/api/body.ts';
import { fuzz } from './campaign.ts';
import { program, site } from './documents.ts';
import { line, text, url, validUrl } from './hostile.ts';
import { assertDeterministic } from './oracles.ts';

// Fuzzes the parsers of what strangers send: URLs, hub forms, headers and streams of lines.

fuzz({
  name: 'Addresses',
  share: 0.13,
  inputs: fc.tuple(url, text, text),
  check: ([address, exact, prefix]) => {
    const slug = assertDeterministic(() => program.slugOfStoryUrl(address, site));
    if (slug !== undefined) assert.doesNotMatch(slug, /\//, 'a slug is one path segment');
    const key = assertDeterministic(() => program.redirectKey(address));
    if (key !== null) assert.equal(program.redirectKey(key), key, 'the key of a key is itself');
    const topic = program.parseTopic(address, site);
    assert.ok(topic === undefined || address.startsWith(`${site.url}/`));
    if (!program.webUrl.safeParse(address).success) return false;
    const canonical = program.canonicalUrl(address);
    assert.equal(program.canonicalUrl(canonical), canonical, 'a canonical URL stays as it is');
    assert.match(
      canonical,
      /^https?:\/\/[!-~]+$/,
      'ASCII only, and nothing that would end a header or a link',
    );
    assert.doesNotMatch(canonical, /[<>"]/);
    const source = { url: canonical, archivedAt: null, linkStatus: null };
    const sentence = program.sentenceUrl({ ...source, quote: { exact, prefix, suffix: null } } as never);
    assert.equal(
      new URL(sentence).host,
      new URL(canonical).host,
      'the link to the sentence leads to the source’s host',
    );
    return true;
  },
});

const SECRET = 'a-secret-of-a-reader';

const parameter = fc.tuple(
  fc.constantFrom(
    'mode',
    'topic',
    'callback',
    'secret',
    'lease_seconds',
    'mode',
    'callback',
    '\u0000',
    'verify',
  ),
  fc.oneof(
    fc.constantFrom(
      'subscribe',
      'unsubscribe',
      'denied',
      '',
      '-1',
      '1e9',
      '999999999999999',
      'x'.repeat(200),
      SECRET,
    ),
    fc.constantFrom(
      `${site.url}/atom.xml`,
      `${site.url}/topics/../atom.xml`,
      'https://reader.example/callback',
    ),
    url,
    text,
  ),
);

/** A form that a subscriber would send. */
const rightForm = fc.record({
  mode: fc.constantFrom('subscribe', 'unsubscribe'),
  topic: fc.oneof(fc.constantFrom(`${site.url}/atom.xml`, `${site.url}/topics/a/rss.xml`), url, text),
  callback: fc.oneof(
    fc.webUrl({ withQueryParameters: true }),
    fc.tuple(validUrl, fc.nat({ max: 70_000 })).map(([address, port]) => {
      const { pathname, search } = new URL(address);
      return `https://reader.example${port % 2 === 0 ? '' : `:${port}`}${pathname}${search}`;
    }),
  ),
  lease_seconds: fc.constantFrom('', '300', '864000', '999999999999999'),
  secret: fc.oneof(fc.constantFrom('', SECRET), text),
});

fuzz({
  name: 'Hub forms',
  share: 0.12,
  inputs: fc.oneof(
    fc.tuple(rightForm, fc.constant([])),
    fc.tuple(rightForm, fc.array(parameter, { minLength: 1, maxLength: 2 })),
    fc.tuple(fc.constant({}), fc.array(parameter, { maxLength: 6 })),
  ),
  check: ([right, parameters]) => {
    const sent = [...Object.entries(right), ...parameters];
    const form = new URLSearchParams(sent.map(([name, value]) => [`hub.${name}`, value]));
    const settings = { site, isLoopbackAllowed: false };
    try {
      const message = program.parseSubscriptionRequest(String(form), settings, 0);
      const { protocol, hostname, username, hash } = new URL(message.callback);
      assert.match(protocol, /^https?:$/);
      assert.ok(isPublicHost(hostname) && username === '' && hash === '', message.callback);
      assert.ok(message.leaseSeconds >= 300 && message.leaseSeconds <= 2_592_000);
      assert.equal(message.topic, form.get('hub.topic'), 'the requested topic');
      assert.equal(message.secret ?? '', form.get('hub.secret') ?? '', 'the given secret');
      return true;
    } catch (error) {
      if (!(error instanceof program.InvalidRequest)) throw error;
      const isElsewhere = [...form].some(([name, value]) => name !== 'hub.secret' && value.includes(SECRET));
      if (!isElsewhere)
        assert.doesNotMatch(
          error.message,
          new RegExp(SECRET),
          'the error message does not repeat the secret',
        );
      return false;
    }
  },
});

const tag = fc.oneof(
  fc.constantFrom('*', 'W/"a"', '"a"', '"a', 'W/', '""', '"a,b"', ',', ', ,', 'W/W/"a"', '"\u00FF"'),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
);
const date = fc.oneof(
  fc.constantFrom(
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
  ),
  fc.constantFrom('1994-11-06', '0', '', 'Sun, 99 Nov 1994 08:49:37 GMT', 'GMT'),
  line,
);
const range = fc.oneof(
  fc.constantFrom(
    'text/html',
    'text/markdown',
    '*/*',
    'text/*',
    ';q=0',
    ';q=1.001',
    ';q=x',
    ',',
    '/',
    'q="a,b"',
  ),
  line,
);

/** Replaces characters that a header value cannot have. */
const headerValue = (value: string) => value.replace(/[^\t -~\u0080-\u00FF]/g, '?').trim();

fuzz({
  name: 'Headers',
  share: 0.13,
  inputs: fc.record({
    'If-None-Match': fc.array(tag, { maxLength: 4 }).map((tags) => tags.join(', ')),
    'If-Match': fc.option(fc.array(tag, { maxLength: 4 }).map((tags) => tags.join(', '))),
    'If-Modified-Since': date,
    Accept: fc.array(range, { maxLength: 5 }).map((ranges) => ranges.join(',')),
  }),
  check: (given) => {
    const sent = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
    const headers = new Headers(sent.map(([name, value]) => [name, headerValue(value)]));
    const validators = { etag: 'W/"a"', lastModified: new Date('1994-11-06T08:49:37Z') };
    const status = assertDeterministic(() => program.evaluatePreconditions(headers, validators));
    assert.ok([200, 304, 412].includes(status));
    assertDeterministic(() => program.prefersMarkdown(headers.get('Accept') ?? ''));
    return status === 200;
  },
});

/** Streams the bytes in chunks of the given sizes, then the rest in one. */
export function streamInParts(bytes: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      let at = 0;
      for (const size of sizes) {
        if (at < bytes.length) controller.enqueue(bytes.slice(at, at + size));
        at += size;
      }
      if (at < bytes.length) controller.enqueue(bytes.slice(at));
      controller.close();
    },
  });
}

const bytes = fc.oneof(
  text.map((each) => new TextEncoder().encode(each)),
  fc
    .constantFrom([0x0a], [0x0d, 0x0a], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5], [0xe4, 0xba], [0])
    .map((each) => Uint8Array.from(each)),
);

fuzz({
  name: 'Lines',
  share: 0.09,
  inputs: fc.tuple(
    fc.array(bytes, { maxLength: 8 }).map((parts) => parts.flatMap((part) => [...part])),
    fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }),
  ),
  check: async ([content, sizes]) => {
    const read = async (body: ReadableStream<Uint8Array>) => {
      const lines: Line[] = [];
      for await (const line of program.readLines(body)) lines.push(line);
      return lines;
    };
    const whole = await read(streamInParts(Uint8Array.from(content), []));
    assert.deepEqual(
      await read(streamInParts(Uint8Array.from(content), sizes)),
      whole,
      'the chunks make no difference',
    );
    const ends = content.filter((byte) => byte === 0x0a).length;
    assert.equal(
      whole.length,
      ends + (content.length > 0 && content.at(-1) !== 0x0a ? 1 : 0),
      'every line is read once',
    );
    return whole.every((each) => 'text' in each);
  },
});
