/**
 * Whether the client accepts gzip (RFC 9110 section 12.5.3). Cloudflare replaces the client's header with `br, gzip` and keeps the
 * original in `cf`; wrangler does the same. A client that does not send the header gets no gzip, because the simplest programs
 * cannot inflate it.
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
