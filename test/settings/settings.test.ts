import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import identity from '../../data/site.json' with { type: 'json' };
import { readSettings } from '../../src/settings/settings.ts';
import { parseSite } from '../../src/settings/site-schema.ts';

test.each(['http://127.0.0.1:8787', 'http://localhost:8787', 'http://[::1]:8787'])(
  'HUB_LOOPBACK may be true if SITE_URL is %s',
  (SITE_URL) => {
    expect(readSettings({ ...env, SITE_URL, HUB_LOOPBACK: 'true' }).isLoopbackAllowed).toBe(true);
    expect(readSettings({ ...env, SITE_URL }).isLoopbackAllowed).toBe(false);
  },
);

test.each(['https://news.example', 'http://192.168.0.1', 'https://127.0.0.1.news.example'])(
  'HUB_LOOPBACK is refused if SITE_URL is %s',
  (SITE_URL) => {
    expect(() => readSettings({ ...env, SITE_URL, HUB_LOOPBACK: 'true' })).toThrow(
      /HUB_LOOPBACK must be false, because SITE_URL is not a loopback address/,
    );
  },
);

test('HUB_LOOPBACK must be true or false', () => {
  expect(() => readSettings({ ...env, HUB_LOOPBACK: 'yes' })).toThrow(/must be true or false/);
});

test('a site with two topics of the same slug is refused, naming both', () => {
  const topics = ['a', 'b', 'a'].map((slug) => ({ slug, title: `Topic ${slug}` }));
  expect(() => parseSite({ ...identity, topics }, 'https://news.example')).toThrow(
    /must not be given twice \(topics\[0\] has it already\)[\s\S]*topics\[2\]/,
  );
  expect(parseSite({ ...identity, topics: topics.slice(0, 2) }, 'https://news.example').topics).toHaveLength(
    2,
  );
});

test('"evidence" is "off", "warn" or "require", and "warn" unless data/site.json says otherwise', () => {
  const { evidence: _left, ...rest } = identity as { evidence?: unknown };
  expect(parseSite(rest, 'https://news.example').evidence).toBe('warn');
  for (const evidence of ['off', 'warn', 'require'])
    expect(parseSite({ ...identity, evidence }, 'https://news.example').evidence).toBe(evidence);
  for (const evidence of ['on', true, null, ['warn']])
    expect(() => parseSite({ ...identity, evidence }, 'https://news.example')).toThrow(
      /must be "off", "warn" or "require"[\s\S]*evidence/,
    );
});
