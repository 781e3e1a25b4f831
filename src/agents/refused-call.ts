/** Why a tool cannot answer, in a sentence for whoever asked. */
export class RefusedCall extends Error {}
