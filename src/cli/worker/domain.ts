interface Routes {
  route?: unknown;
  routes?: unknown;
}

/**
 * What makes the site's domain lead to the Worker (a Custom Domain of it), as options of `wrangler deploy`. Nothing where the
 * configuration or the options say which addresses do, or where the site has none but that of every Worker.
 */
export function chooseDomainOptions(
  hostname: string,
  { route, routes }: Routes,
  options: readonly string[],
): string[] {
  const isRouted =
    route !== undefined || routes !== undefined || options.some((each) => /^--(domain|route)/.test(each));
  return isRouted || hostname.endsWith('.workers.dev') ? [] : ['--domain', hostname];
}
