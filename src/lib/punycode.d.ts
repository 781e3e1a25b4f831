declare module 'punycode/punycode.js' {
  /** Decodes a label without its `xn--`. Throws if it is not Punycode. */
  export function decode(label: string): string;
}
