/**
 * Whether the client accepts gzip (RFC 9110 section 12.5.3). Cloudflare, and wrangler locally, replace the client's header by
 * `br, gzip` and keep the original in `cf`. Without the header the answer is no: the simplest programs send none, and inflate
 * nothing.
 */
export function acceptsGzip({ headers, cf }: Pick<Request, 'headers' | 'cf'>): boolean {
  const accepted = (cf?.clientAcceptEncoding as string | undefined) ?? headers.get('Accept-Encoding') ?? '';
  if (!accepted.includes(';')) return /(^|,)\s*(gzip|x-gzip|\*)\s*(,|$)/i.test(accepted);
  const qualities = new Map(
    accepted.split(',').map((range) => {
      const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return [name === 'x-gzip' ? 'gzip' : name, quality === undefined ? 1 : Number(quality.slice(2))];
    }),
  );
  return (qualities.get('gzip') ?? qualities.get('*') ?? 0) > 0;
}
