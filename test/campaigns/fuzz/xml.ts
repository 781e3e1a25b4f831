import { SaxesParser } from 'saxes';

// What XML has to be. It runs in workerd as well, so nothing of Node's is used here.

/** What XML 1.0 cannot carry. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Throws at the first thing that is wrong. */
function strictParser(): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', ({ message }) => {
    throw new Error(`no well-formed XML: ${message}`);
  });
  return parser;
}

/** A document that every parser of XML takes: well-formed, its namespaces too. Throws where it is not. */
export function isXml(text: string): void {
  const [unfit] = NOT_XML.exec(text) ?? [];
  if (unfit !== undefined) throw new Error(`no XML: it has the character ${JSON.stringify(unfit)}`);
  strictParser().write(text).close();
}

/** The text of each element of a name, in their order, as a parser of XML gives it. */
export function textsOf(document: string, wanted: string): string[] {
  const texts: string[] = [];
  let text: string | undefined;
  const add = (part: string) => {
    if (text !== undefined) text += part;
  };
  const parser = strictParser();
  parser.on('opentag', ({ name }) => {
    if (name === wanted) text = '';
  });
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', ({ name }) => {
    if (name === wanted && text !== undefined) texts.push(text);
    if (name === wanted) text = undefined;
  });
  parser.write(document).close();
  return texts;
}
