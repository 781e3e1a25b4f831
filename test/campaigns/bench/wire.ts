import { get, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** Sent with every request, because nearly all feed readers accept gzip. */
export const GZIP = { 'Accept-Encoding': 'gzip' };

/** A response with its body as it came over the wire; `fetch` would inflate it. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  sent: Uint8Array<ArrayBuffer>;
}

/** Requests a URL as a reader that accepts gzip. */
export const ask = (url: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = get(url, { headers: { ...GZIP, ...headers } }, (response) => {
      const parts: Uint8Array[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          sent: new Uint8Array(Buffer.concat(parts)),
        }),
      );
    });
    request.on('error', reject);
  });

/** Returns the body, inflated. */
export const bodyOf = ({ headers, sent }: Answer): Uint8Array<ArrayBuffer> =>
  headers['content-encoding'] === 'gzip' ? new Uint8Array(gunzipSync(sent)) : sent;
