// Numbers as bytes and as base64: little-endian float32, which is what the server reads and writes.

export function bytesFromFloats(numbers) {
  const data = new DataView(new ArrayBuffer(4 * numbers.length));
  for (const [index, number] of numbers.entries()) data.setFloat32(4 * index, number, true);
  return new Uint8Array(data.buffer);
}

export const textFromFloats = (numbers) => btoa(String.fromCharCode(...bytesFromFloats(numbers)));

// Throws where the text is no base64, or not of whole numbers.
export function floatsFromText(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (bytes.length % 4) throw new RangeError(`${bytes.length} bytes are not a whole number of float32 values.`);
  const data = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => data.getFloat32(4 * index, true));
}
