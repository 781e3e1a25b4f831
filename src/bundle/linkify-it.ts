/**
 * What stands for linkify-it in the bundle, by bundle/stand-ins.ts. markdown-it makes one of these in any case, and
 * asks it something only where its option `linkify` is on: it is off, as an address in the text stays as it was written.
 * If it were on, every story would fail at once, as there is nothing here to ask.
 */
export class LinkifyIt {}
