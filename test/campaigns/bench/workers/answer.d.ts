declare const answer: ArrayBuffer;
export default answer;
