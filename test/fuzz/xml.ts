import { SaxesParser } from 'saxes';

// What XML has to be. It runs in workerd as well, so nothing of Node's is used here.

/** What XML 1.0 cannot carry. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** A document that every parser of XML takes: well-formed, its namespaces too. Throws where it is not. */
export function isXml(text: string): void {
  const [unfit] = NOT_XML.exec(text) ?? [];
  if (unfit !== undefined) throw new Error(`no XML: it has the character ${JSON.stringify(unfit)}`);
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', ({ message }) => {
    throw new Error(`no well-formed XML: ${message}`);
  });
  parser.write(text).close();
}
