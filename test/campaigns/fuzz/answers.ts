import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { program, site } from './documents.ts';
import { assertPage, assertXml, parseJson } from './oracles.ts';

/** Whether the page's Content-Security-Policy allows a picture: from this site, from an origin, or by its scheme. */
function isAllowed(policy: string, address: string): boolean {
  const sources = /img-src ([^;]*)/.exec(policy)?.[1]?.split(' ') ?? [];
  const { origin, protocol } = new URL(address, site.url);
  const own = origin === new URL(site.url).origin ? ["'self'"] : [];
  return [...own, origin, protocol].some((source) => sources.includes(source));
}

/** Returns the text of a response. Asserts that its entity tag is the hash of the text, whatever the encoding. */
async function textOf({ status, headers, body }: Response): Promise<string> {
  const sent = new Uint8Array(await new Response(body).arrayBuffer());
  const isCompressed = headers.get('Content-Encoding') === 'gzip';
  const plain = isCompressed && sent.byteLength > 0 ? gunzipSync(sent) : sent;
  const [, hash] = /^W\/"([0-9a-f]{32})/.exec(headers.get('ETag') ?? '') ?? [];
  // A delta has the tag of the whole document (RFC 3229). 304 and 412 have the tag of a document that is not sent.
  if (hash && ![226, 304, 412].includes(status))
    assert.equal(await program.fingerprint(plain), hash, 'the entity tag is the hash of the text');
  return new TextDecoder().decode(plain);
}

/** Asserts that a response is a whole document of its type. `pictures` lists those its story has. Returns the text. */
export async function checkResponse(response: Response, pictures: readonly string[] = []): Promise<string> {
  const [type = ''] = (response.headers.get('Content-Type') ?? '').split(';', 1);
  const text = await textOf(response);
  if (text === '') return text;
  assert.equal(response.headers.get('X-Content-Type-Options'), 'nosniff', `${type} must not be sniffed`);
  if (type === 'text/html') {
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /^default-src 'none'/);
    const allowed = pictures.filter((url) => isAllowed(policy, url));
    assertPage(text, policy.includes('script-src') ? [program.shareScript, program.copyScript] : [], allowed);
  } else if (/xml|opml/.test(type)) assertXml(text);
  else if (/ndjson|jsonl/.test(type)) for (const line of text.split('\n').filter(Boolean)) parseJson(line);
  else if (/json/.test(type)) parseJson(text);
  else assert.match(type, /^(text\/plain|text\/markdown|application\/x-|text\/event-stream)/);
  return text;
}
