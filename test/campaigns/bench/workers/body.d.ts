declare const body: ArrayBuffer;
export default body;
