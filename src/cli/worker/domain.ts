interface Routes {
  route?: unknown;
  routes?: unknown;
}

/**
 * Returns the options of `wrangler deploy` that make the site's domain a Custom Domain of the Worker. Returns none if the
 * configuration or the options set routes, or if the site is on workers.dev.
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
