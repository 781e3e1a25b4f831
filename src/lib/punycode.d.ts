declare module 'punycode/punycode.js' {
  // CommonJS: Node finds no names in it.
  const punycode: {
    /** Decodes a label without its `xn--`. Throws if it is not Punycode. */
    decode(label: string): string;
  };
  export default punycode;
}
