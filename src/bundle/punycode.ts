// What stands for punycode.js in the bundle, by bundle/stand-ins.ts: what markdown-it asks of it, as the runtime's URL
// knows it. It asks for the hosts of mailto links alone, as others are read by `canonicalUrl`.

const isAscii = (text: string) => !/[\u0080-\uffff]/.test(text);

export default {
  /** A host with its labels in ASCII, as DNS has them; what is no host stays as it is. */
  toASCII: (host: string) => (isAscii(host) ? host : (URL.parse(`https://${host}`)?.hostname ?? host)),
  /** Never asked for: a link that is its own text stays as it was written. */
  toUnicode: (host: string) => host,
};
