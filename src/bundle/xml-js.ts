// Replaces xml-js (see stand-ins.ts) with its serialiser, the only part that the feed package calls. The rest is an XML parser
// of 9 kB (gzip) that looks for Node's streams. A test checks what `feed` calls.

// @ts-expect-error xml-js has types for the package, not for this file of it.
export { default as js2xml } from 'xml-js/lib/js2xml.js';
