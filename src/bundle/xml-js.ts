// What stands for xml-js in the bundle, by bundle/stand-ins.ts: its writer, which is all that the feed package calls.
// Its reader and the XML parser under it would be a twentieth of all that a start of the Worker loads. A test reads `feed`
// for what it calls.

// @ts-expect-error xml-js describes itself as a whole, not this file of it.
export { default as js2xml } from 'xml-js/lib/js2xml.js';
