// The Worker uses no other module of Node.
declare module 'node:zlib' {
  export function gzipSync(
    bytes: Uint8Array,
    options: { level: number; memLevel: number },
  ): Uint8Array<ArrayBuffer>;
}
