/** Returns the BCP 47 form of a locale such as `en` or `pt_BR`; null if it is none. */
export function languageOf(locale: string | null): string | null {
  try {
    return locale === null ? null : (Intl.getCanonicalLocales(locale.replace('_', '-'))[0] ?? null);
  } catch {
    return null;
  }
}
