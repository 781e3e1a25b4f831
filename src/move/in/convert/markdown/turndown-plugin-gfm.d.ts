declare module '@joplin/turndown-plugin-gfm' {
  /** Writes `del`, `s` and `strike` as `~~text~~`. */
  export const strikethrough: import('turndown').Plugin;
}
