import { SaxesParser } from 'saxes';

// Runs in workerd too, so it uses nothing of Node.

/** Characters that XML 1.0 cannot have. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Makes a parser that throws at the first error. */
function strictParser(): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', ({ message }) => {
    throw new Error(`not well-formed XML: ${message}`);
  });
  return parser;
}

/** Throws if the document is not well-formed, or its namespaces are not. */
export function assertXml(text: string): void {
  const [unfit] = NOT_XML.exec(text) ?? [];
  if (unfit !== undefined) throw new Error(`not XML: it has the character ${JSON.stringify(unfit)}`);
  strictParser().write(text).close();
}

/** Returns the text of each element with this name, in document order. */
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
