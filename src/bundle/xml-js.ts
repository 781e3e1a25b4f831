// Replaces xml-js (see stand-ins.ts) with its serialiser, the only part that the package `feed` calls. The rest is an XML
// parser of 9 kB (gzip) that tries to load Node's streams. A test checks what `feed` calls.

// @ts-expect-error xml-js has types only for the package as a whole, not for this file.
export { default as js2xml } from 'xml-js/lib/js2xml.js';
