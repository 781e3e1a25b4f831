/** The part of Citation.js that the tests use; it has no types of its own. */
declare module '@citation-js/core' {
  export class Cite {
    constructor(document: string, options: { forceType: string });
    /** CSL-JSON, with what is not CSL as the formats have it. */
    // biome-ignore lint/suspicious/noExplicitAny: its fields depend on the document
    data: any[];
  }
}
