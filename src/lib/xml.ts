import { toPrintable } from './characters.ts';
import { escapeHtml } from './html.ts';

/** Escapes text for XML, in content and in quoted attributes; replaces characters that XML cannot carry. */
export const escapeXml = (text: string) => escapeHtml(toPrintable(text));

/**
 * Returns an XML element. `text` is escaped, `xml` is inserted as it is; attributes that are undefined are left out.
 */
export function element(
  name: string,
  attributeValues: Record<string, string | number | undefined>,
  content?: { text: string } | { xml: string },
): string {
  const written = Object.entries(attributeValues)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  if (!content) return `<${name}${written}/>`;
  return `<${name}${written}>${'text' in content ? escapeXml(content.text) : content.xml}</${name}>`;
}
