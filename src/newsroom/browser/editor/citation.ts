// A citation as it stands in Markdown.

/** Returns what to call a source in a citation: the host of its address as people write it, without `www.` */
export async function hostOf(url: string): Promise<string> {
  const host = URL.parse(url)?.hostname.replace(/^www\./, '');
  if (!host?.includes('xn--')) return host ?? url;
  // Without the network, a citation has the host in ASCII.
  const hosts = await import('../hosts.ts').catch(() => undefined);
  return hosts?.readableHost(host) ?? host;
}

/** Writes a citation: `([label](url))`. Characters that would end the label or the address early are escaped. */
export function citation(label: string, url: string): string {
  const target = /[\s()<>]/.test(url) ? `<${url.replace(/[<>\s]/g, encodeURIComponent)}>` : url;
  return `([${label.replace(/[[\]\\]/g, '\\$&')}](${target}))`;
}

/** Returns the address in a text that is nothing else. */
export function addressIn(text: string): string | undefined {
  const url = URL.parse(text.trim());
  return url && /^https?:$/.test(url.protocol) && !/\s/.test(text.trim()) ? text.trim() : undefined;
}
