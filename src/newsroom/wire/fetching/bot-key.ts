import { writeParameters } from '../../../fediverse/signing/message-signature.ts';
import { fromBase64Url, toBase64 } from '../../../lib/encodings.ts';
import { log } from '../../../lib/log.ts';
import type { Site } from '../../../settings/site.ts';
import { thumbprint } from '../../../site/story/history/statement.ts';
import { BrokenSigningKey, parseSigningKey } from '../../desk/publish/signing-key.ts';

// Web Bot Auth (draft-meunier-web-bot-auth-architecture): the wire signs its requests, so that a host can tell them from those of others
// who call themselves Edgewire.

/** The key with which the wire signs its requests. */
export interface BotKey {
  /** Its thumbprint (RFC 7638). */
  id: string;
  /** The public key, as the `x` of a JWK (RFC 8037). */
  x: string;
  sign: (text: string) => Promise<string>;
}

/** Reads the secret FETCHER_KEY; undefined if there is none, or if it is broken, which is logged: requests are then not signed. */
export async function readBotKey(secret: string | undefined): Promise<BotKey | undefined> {
  if (!secret?.trim()) return undefined;
  try {
    const { key: x, sign } = await parseSigningKey(secret, 'FETCHER_KEY');
    return { id: await thumbprint(x), x, sign };
  } catch (error) {
    if (!(error instanceof BrokenSigningKey)) throw error;
    log({ event: 'fetcher-key-broken', error: error.message });
    return undefined;
  }
}

/** What a signature covers and says. `lines` are its components as they are signed. */
interface Signed {
  label: string;
  lines: readonly [component: string, value: string][];
  key: BotKey;
  tag: string;
  now: Date;
  seconds: number;
}

async function signatureHeaders({
  label,
  lines,
  key,
  tag,
  now,
  seconds,
}: Signed): Promise<Record<string, string>> {
  const created = Math.floor(now.getTime() / 1000);
  const parameters = { created, expires: created + seconds, keyid: key.id, alg: 'ed25519', tag };
  const written = `(${lines.map(([component]) => component).join(' ')})${writeParameters(parameters)}`;
  const base = [...lines, ['"@signature-params"', written]].map((line) => line.join(': ')).join('\n');
  return {
    'Signature-Input': `${label}=${written}`,
    Signature: `${label}=:${toBase64(fromBase64Url(await key.sign(base)).buffer)}:`,
  };
}

/** How long a signed request may take to arrive, in seconds. */
const REQUEST_SECONDS = 60;

/** Returns the headers that say who sends a request to an address. */
export async function botHeaders(
  url: URL,
  key: BotKey,
  site: Pick<Site, 'url'>,
  now: Date,
): Promise<Record<string, string>> {
  const agent = `"${site.url}"`;
  const lines: [string, string][] = [
    ['"@authority"', url.host],
    ['"signature-agent"', agent],
  ];
  const signed = { label: 'sig1', lines, key, tag: 'web-bot-auth', now, seconds: REQUEST_SECONDS };
  return { 'Signature-Agent': agent, ...(await signatureHeaders(signed)) };
}

/** For how long somebody may keep the directory, in seconds. */
const DIRECTORY_SECONDS = 86_400;

/** Returns the list of the public key, and the headers that prove that whoever has the private one means this site's host. */
export async function keyDirectory(key: BotKey, site: Pick<Site, 'url'>, now: Date) {
  const lines: [string, string][] = [['"@authority";req', new URL(site.url).host]];
  const tag = 'http-message-signatures-directory';
  const signed = { label: 'binding0', lines, key, tag, now, seconds: DIRECTORY_SECONDS };
  return {
    text: JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', kid: key.id, x: key.x, use: 'sig' }] }),
    headers: {
      'Content-Type': 'application/http-message-signatures-directory+json',
      'Cache-Control': 'public, max-age=3600',
      'Cloudflare-CDN-Cache-Control': 'max-age=3600',
      'X-Content-Type-Options': 'nosniff',
      ...(await signatureHeaders(signed)),
    },
  };
}
