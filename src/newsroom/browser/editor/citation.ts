// A citation as it stands in Markdown. Pure.

/** Returns what to call a source in a citation: the host of its address, without `www.` */
export function hostOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/^www\./, '') ?? url;
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
