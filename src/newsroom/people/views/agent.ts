import type { Translate } from '../../words/words.ts';

// Browsers and systems by their tokens in User-Agent. The first that fits counts, because browsers imitate each other.
const BROWSERS = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

const find = (agent: string, names: readonly (readonly [RegExp, string])[]) =>
  names.find(([token]) => token.test(agent))?.[1];

/** Says a browser by its User-Agent as people know it: "Firefox on Windows". */
export function agentName(t: Translate, agent: string): string {
  const [browser, system] = [find(agent, BROWSERS), find(agent, SYSTEMS)];
  if (browser && system) return t('{browser} on {system}', { browser, system });
  return browser ?? system ?? t('An unknown browser');
}
