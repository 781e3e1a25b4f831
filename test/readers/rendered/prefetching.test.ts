import { beforeAll, expect, test } from 'vitest';
import { drain, read, reopen } from '../../newsroom.ts';
import { publishMany } from '../../published-stories.ts';
import { fillIndex } from '../../search/fill-index.ts';

beforeAll(async () => {
  await reopen();
  await publishMany(1, 60);
  await drain();
  await fillIndex();
});

test.each(['/', '/topics/web-feeds', '/archive/1', '/search?q=story'])(
  '%s has rules for prefetching, which its policy allows',
  async (path) => {
    const response = await read(path);
    const [, rules = ''] =
      /<script type="speculationrules">(.*?)<\/script>/.exec(await response.text()) ?? [];
    expect(JSON.parse(rules).prefetch).toHaveLength(1);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(rules));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    expect(response.headers.get('Content-Security-Policy')).toContain(` script-src 'sha256-${hash}';`);
  },
);
