/**
 * A safetensors file as its specification lays it out: length of the header in 8 bytes, header, data in the
 * order of the tensors.
 */
export function safetensors(
  tensors: Readonly<
    Record<string, readonly [dtype: string, shape: readonly number[], data: readonly number[]]>
  >,
): Buffer {
  let at = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, [dtype, shape, data]]) => {
      const offsets = [at, at + data.length];
      at += data.length;
      return [name, { dtype, shape, data_offsets: offsets }];
    }),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...Object.values(tensors).map(([, , data]) => Buffer.from(data))]);
}
