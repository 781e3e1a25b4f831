declare module 'opencc-js/dict/TSCharacters' {
  /** Pairs of a traditional character and what is written for it in simplified Chinese: `㑯 㑔|㑳 㑇`. */
  const pairs: string;
  export default pairs;
}
