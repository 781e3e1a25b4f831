/** Returns the BCP 47 form of a locale such as `en`, `pt_BR` or WordPress's `de_DE_formal`; null if it is none. */
export function languageOf(locale: string | null): string | null {
  try {
    const tag = locale
      ?.trim()
      .replaceAll('_', '-')
      .replace(/-(?:in)?formal$/i, '');
    return tag ? (Intl.getCanonicalLocales(tag)[0] ?? null) : null;
  } catch {
    return null;
  }
}
