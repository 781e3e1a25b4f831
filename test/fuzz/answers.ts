import assert from 'node:assert/strict';
import { program, site } from './documents.ts';
import { isPage, isXml, readJson } from './oracles.ts';

// What must hold of each answer of the program.

/** The origins that the page's policy lets pictures come from, beside its own. */
const pictureOrigins = (policy: string) => /img-src 'self'([^;]*)/.exec(policy)?.[1]?.trim().split(' ') ?? [];

/** A document is whole, whatever it is; `pictures` are those that its story has. Gives its text. */
export async function isWhole(response: Response, pictures: readonly string[] = []): Promise<string> {
  const [type = ''] = (response.headers.get('Content-Type') ?? '').split(';', 1);
  const text = await response.text();
  if (text === '') return text;
  assert.equal(response.headers.get('X-Content-Type-Options'), 'nosniff', `${type} is what it says`);
  if (type === 'text/html') {
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /^default-src 'none'/);
    const origins = pictureOrigins(policy);
    const allowed = pictures.filter((url) => origins.includes(new URL(url, site.url).origin));
    isPage(text, policy.includes('script-src') ? [program.shareScript] : [], allowed);
  } else if (/xml|opml/.test(type)) isXml(text);
  else if (/ndjson/.test(type)) for (const line of text.split('\n').filter(Boolean)) readJson(line);
  else if (/json/.test(type)) readJson(text);
  else assert.match(type, /^(text\/plain|text\/markdown|application\/x-)/);
  return text;
}
