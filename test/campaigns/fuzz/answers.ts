import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { program, site } from './documents.ts';
import { isPage, isXml, readJson } from './oracles.ts';

// What must hold of each answer of the program.

/** Whether the page's policy lets a picture be shown: from this site, from an origin, or by its scheme. */
function isAllowed(policy: string, address: string): boolean {
  const sources = /img-src ([^;]*)/.exec(policy)?.[1]?.split(' ') ?? [];
  const { origin, protocol } = new URL(address, site.url);
  const own = origin === new URL(site.url).origin ? ["'self'"] : [];
  return [...own, origin, protocol].some((source) => sources.includes(source));
}

/** The text of an answer. An entity tag is good for the very text that it was made for, however that is encoded. */
async function textOf({ status, headers, body }: Response): Promise<string> {
  const sent = new Uint8Array(await new Response(body).arrayBuffer());
  const isCompressed = headers.get('Content-Encoding') === 'gzip';
  const plain = isCompressed && sent.byteLength > 0 ? gunzipSync(sent) : sent;
  const [, hash] = /^W\/"([0-9a-f]{32})/.exec(headers.get('ETag') ?? '') ?? [];
  // What is new alone has the tag of the whole (RFC 3229); 304 and 412 have the tag of what is not sent.
  if (hash && ![226, 304, 412].includes(status))
    assert.equal(await program.fingerprint(plain), hash, 'its entity tag');
  return new TextDecoder().decode(plain);
}

/** A document is whole, whatever it is; `pictures` are those that its story has. Gives its text. */
export async function isWhole(response: Response, pictures: readonly string[] = []): Promise<string> {
  const [type = ''] = (response.headers.get('Content-Type') ?? '').split(';', 1);
  const text = await textOf(response);
  if (text === '') return text;
  assert.equal(response.headers.get('X-Content-Type-Options'), 'nosniff', `${type} is what it says`);
  if (type === 'text/html') {
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /^default-src 'none'/);
    const allowed = pictures.filter((url) => isAllowed(policy, url));
    isPage(text, policy.includes('script-src') ? [program.shareScript] : [], allowed);
  } else if (/xml|opml/.test(type)) isXml(text);
  else if (/ndjson/.test(type)) for (const line of text.split('\n').filter(Boolean)) readJson(line);
  else if (/json/.test(type)) readJson(text);
  else assert.match(type, /^(text\/plain|text\/markdown|application\/x-)/);
  return text;
}
