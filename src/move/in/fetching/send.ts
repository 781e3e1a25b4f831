import { type LookupAddress, lookup } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { isPublicHost } from '../../../lib/public-hosts.ts';

/** Whether an IP address, as the resolver returns it, belongs to the public Internet. */
function isPublicAddress({ address, family }: LookupAddress): boolean {
  const host = URL.parse(`http://${family === 6 ? `[${address}]` : address}/`)?.hostname;
  return host !== undefined && isPublicHost(host);
}

/** The error of a name that resolves to an address in a private network. */
class PrivateAddress extends Error {}

/**
 * Resolves names for a connection, and refuses those with a private address. The connection goes to the very address that was judged,
 * so a name that resolves differently the next time gains nothing.
 */
function publicLookup(resolve: typeof lookup, onRefusal: SendOptions['onRefusal']): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const refused = addresses.find((each) => !isPublicAddress(each));
      if (refused) {
        onRefusal(refused.address);
        return callback(new PrivateAddress(`${hostname} resolves to a private address`), '');
      }
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else
        callback(first ? null : new Error(`${hostname} has no address`), first?.address ?? '', first?.family);
    });
  };
}

interface SendOptions {
  /** Whether the server may have a private address. */
  isPrivateAllowed: boolean;
  /** Called with the private address that the name resolves to and may not. The request then fails. */
  onRefusal: (address: string) => void;
  /** Resolves names as `dns.lookup` does. */
  resolve?: typeof lookup;
}

/** Returns the body without `gzip` or `br`, which Node's client leaves to its callers, unlike `fetch`. */
function inflate(message: http.IncomingMessage, headers: Headers): Readable {
  const coding = headers.get('Content-Encoding')?.trim().toLowerCase();
  const inflater =
    coding === 'br' ? createBrotliDecompress() : coding === 'gzip' ? createGunzip() : undefined;
  if (!inflater) return message;
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  // Whoever reads the result learns of an error.
  return pipeline(message, inflater, () => undefined);
}

function toResponse(message: http.IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const status = message.statusCode ?? 0;
  if ([204, 205, 304].includes(status)) {
    message.resume();
    return new Response(null, { status, headers });
  }
  const body = Readable.toWeb(inflate(message, headers)) as ReadableStream<Uint8Array>;
  return new Response(body, { status, headers });
}

/** Makes a function that sends a GET request as `fetch` does, follows no redirect, and judges the addresses that the name resolves to. */
export function createSend({ isPrivateAllowed, onRefusal, resolve = lookup }: SendOptions): typeof fetch {
  return (input, init = {}) => {
    const url = new URL(String(input));
    const { promise, resolve: succeed, reject } = Promise.withResolvers<Response>();
    const { request } = url.protocol === 'https:' ? https : http;
    const sent = request(url, {
      headers: { ...(init.headers as Record<string, string>), 'Accept-Encoding': 'gzip, br' },
      ...(init.signal && { signal: init.signal }),
      lookup: isPrivateAllowed ? (resolve as LookupFunction) : publicLookup(resolve, onRefusal),
      // A pooled connection to the same name may go to an address that nobody judged.
      agent: false,
    });
    sent.on('response', (message) => {
      try {
        succeed(toResponse(message));
      } catch (error) {
        message.destroy();
        reject(error);
      }
    });
    sent.on('error', reject);
    sent.end();
    return promise;
  };
}
