import { toPrintable } from './characters.ts';
import { escapeHtml } from './html.ts';

/** Escapes text for XML, in content and in quoted attributes. Replaces characters that XML cannot carry or HTML forbids. */
export const escapeXml = (text: string) => escapeHtml(toPrintable(text));

/** Renders an XML element. Escapes `text`, inserts `xml` unchanged, and leaves out attributes that are undefined. */
export function element(
  name: string,
  attributeValues: Record<string, string | number | undefined>,
  content?: { text: string } | { xml: string },
): string {
  let written = '';
  for (const key in attributeValues) {
    const value = attributeValues[key];
    if (value !== undefined) written += ` ${key}="${escapeXml(String(value))}"`;
  }
  if (!content) return `<${name}${written}/>`;
  return `<${name}${written}>${'text' in content ? escapeXml(content.text) : content.xml}</${name}>`;
}
