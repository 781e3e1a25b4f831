/** The part of Citation.js that the tests use; the package has no types. */
declare module '@citation-js/core' {
  export class Cite {
    constructor(document: string, options: { forceType: string });
    /** CSL-JSON, with the formats' own fields that CSL does not have. */
    // biome-ignore lint/suspicious/noExplicitAny: its fields depend on the document
    data: any[];
  }
}
